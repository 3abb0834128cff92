import pytest
from pytest_django.live_server_helper import LiveServer

from tests.cms.tv.own_database import own_database


@pytest.fixture
def db(django_db_setup, django_db_blocker, tmp_path):
    """The server's threads see what the test does."""
    with django_db_blocker.unblock(), own_database(tmp_path):
        yield


@pytest.fixture
def server(db):
    server = LiveServer("127.0.0.1")
    yield server
    server.stop()
