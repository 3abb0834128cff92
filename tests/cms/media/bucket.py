"""A bucket for tests, and what a browser sees of it. A conftest imports the two fixtures where they are needed."""

from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import boto3
import pytest
from moto.server import ThreadedMotoServer

from cms.settings.environment import env
from cms.settings.storage import storages

BUCKET = "county-media"

# What a server answers for what is not there; without the right to list a bucket it does not say so.
NOTHING = {403, 404}


def fetch(url: str) -> tuple[int, bytes]:
    try:
        with urlopen(url, timeout=10) as response:
            return response.status, response.read()
    except HTTPError as error:
        with error:
            return error.code, b""


def without_signature(url: str) -> str:
    return urlsplit(url)._replace(query="").geturl()


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
