"""What makes two contents the same to the gate."""

import pytest

from cms.editorial.gate.fingerprints import content_digest
from cms.pages.news.models import NewsPage


@pytest.fixture
def digest_with(monkeypatch):
    """The digest of one page whose type has more fields than it has today."""
    stored = NewsPage(title="云里雾里", slug="fog").serializable_data()

    def digest(**more: object) -> str:
        monkeypatch.setattr(NewsPage, "serializable_data", lambda page: stored | more)
        return content_digest(NewsPage())

    return digest


@pytest.mark.parametrize("empty", ["", None, False, [], {}, "[]"], ids=repr)
def test_a_field_that_comes_later_and_is_empty_changes_nothing(digest_with, empty):
    assert digest_with(later=empty) == digest_with()


@pytest.mark.parametrize("value", ["一", 0, True, ["一"], {"一": 1}], ids=repr)
def test_a_field_that_says_something_makes_another_content(digest_with, value):
    assert digest_with(later=value) != digest_with()


def test_nothing_and_zero_are_two_prices(digest_with):
    assert digest_with(price=0) != digest_with(price=None)
