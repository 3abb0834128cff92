"""What screens are given: complete, signed, the same for ever."""

import hashlib
from base64 import urlsafe_b64decode

import pytest
import rfc8785
from nacl.signing import VerifyKey

from cms.tv.editions.making import compile_channel


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.fixture
def edition(channel, page, row):
    row(page)
    return compile_channel(channel, None)


def test_an_edition_is_signed_over_its_canonical_form(edition, ask):
    """Both checked with libraries that had no part in making it."""
    answer = ask("/editions/current?channel=enshi-tv").json()
    signed = rfc8785.dumps(answer["edition"])
    (key,) = [key for key in ask("/keys").json()["items"] if key["kid"] == answer["signature"]["key"]]
    VerifyKey(decoded(key["x"])).verify(signed, decoded(answer["signature"]["value"]))
    assert hashlib.sha256(signed).hexdigest() == edition.sha256


def test_every_file_is_there_with_its_size_and_hash(edition, ask):
    assets = ask("/editions/current?channel=enshi-tv").json()["edition"]["assets"]
    assert len(assets) == 6
    for asset in assets:
        response = ask(asset["url"].removeprefix("/api/tv/v1"))
        content = b"".join(response.streaming_content)
        assert (len(content), hashlib.sha256(content).hexdigest()) == (asset["size"], asset["sha256"])
        assert response["Content-Type"] == asset["mime"]
