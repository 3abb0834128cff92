import pytest
from django.test import RequestFactory

from cms.sitewide.context_processors import Sitewide
from tests.factories.sites import Family, make_family


@pytest.fixture
def family(db) -> Family:
    return make_family()


@pytest.fixture
def sitewide_on():
    """`sitewide` as a template on that host sees it."""

    def on(host: str, path: str = "/") -> Sitewide:
        return Sitewide(RequestFactory().get(path, SERVER_NAME=host))

    return on
