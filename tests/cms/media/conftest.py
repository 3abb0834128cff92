import boto3
import pytest
from django.test import Client
from moto.server import ThreadedMotoServer

from cms.settings.environment import env
from cms.settings.storage import storages
from tests.cms.media.bucket import BUCKET
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


@pytest.fixture(scope="package")
def s3_server():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3_server, settings, monkeypatch):
    for name, value in {
        "AWS_STORAGE_BUCKET_NAME": BUCKET,
        "AWS_S3_ENDPOINT_URL": s3_server,
        "AWS_S3_REGION_NAME": "us-east-1",
        "AWS_ACCESS_KEY_ID": "tests-only",
        "AWS_SECRET_ACCESS_KEY": "tests-only",
    }.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3", endpoint_url=s3_server, region_name="us-east-1")
    client.create_bucket(Bucket=BUCKET)
    settings.STORAGES = {**settings.STORAGES, "default": storages(env)["default"]}
    return client
