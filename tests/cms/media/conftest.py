import pytest
from django.test import Client

from tests.cms.media.bucket import bucket, s3_server  # noqa: F401 - fixtures
from tests.factories.sites import make_family


@pytest.fixture(autouse=True)
def files_of_one_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def client(db) -> Client:
    """Asks a host that exists: unknown ones get nothing."""
    make_family()
    return Client(SERVER_NAME="localhost")


@pytest.fixture
def admin_client(client, admin_user) -> Client:
    client.force_login(admin_user)
    return client
