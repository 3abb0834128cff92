import pytest

from cms.core.slugs import MAX_LENGTH, pinyin_slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("恩施大峡谷", "en-shi-da-xia-gu"),
        ("Open data 2026", "open-data-2026"),
        ("第3次「晒权」公告", "di-3-ci-shai-quan-gong-gao"),
        ("！！！", "page"),
        ("", "page"),
    ],
)
def test_a_title_becomes_an_ascii_address(title: str, slug: str):
    assert pinyin_slug(title) == slug


def test_a_long_title_is_cut_between_syllables():
    slug = pinyin_slug("恩施" * 60)
    assert len(slug) <= MAX_LENGTH
    assert set(slug.split("-")) == {"en", "shi"}
