"""Schemathesis asks whatever the OpenAPI document allows, and much that it does not."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from cms.tv.api import api
from cms.wsgi import application
from tests.cms.tv.conftest import BASE

OPERATIONS = [
    (path, method)
    for path, operations in api.get_openapi_schema(path_prefix=BASE)["paths"].items()
    for method in operations
]
# Names and cursors that do not exist are refused though they are strings, which a schema cannot tell.
LEFT_OUT = ["positive_data_acceptance"]


@pytest.fixture
def one_connection():
    """Requests that are answered within a test's transaction must not end it; Django's own client does the same."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_operation_keeps_to_the_document(page, path, method, mode):
    document = schemathesis.openapi.from_wsgi(f"{BASE}/openapi.json", application, headers={"Host": "localhost"})
    left_out = [CHECKS.get_one(name) for name in LEFT_OUT]

    @settings(max_examples=20, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=document[path][method].as_strategy(generation_mode=mode))
    def ask(case):
        case.call_and_validate(headers={"Host": "localhost"}, excluded_checks=left_out)

    ask()
