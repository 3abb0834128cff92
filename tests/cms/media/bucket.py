"""Looks at the bucket of the tests from outside, as a browser does."""

from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

BUCKET = "county-media"


def fetch(url: str) -> tuple[int, bytes]:
    try:
        with urlopen(url, timeout=10) as response:
            return response.status, response.read()
    except HTTPError as error:
        with error:
            return error.code, b""


def without_signature(url: str) -> str:
    return urlsplit(url)._replace(query="").geturl()
