"""Links that editors choose, as readers of each language get them."""

import pytest
from django.utils import translation

from cms.blocks.languages import LANGUAGES, active_language, in_active_language, language_of
from cms.blocks.links import LinkBlock, RelatedPagesBlock, find_targets
from tests.factories.languages import placeholder, translate
from tests.factories.pages import StandardPageFactory
from tests.factories.sites import make_family

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages():
    """Two pages, of which the first has a live English translation."""
    family = make_family()
    home = family.lichuan.root_page.specific
    translate(family.prefecture.root_page.specific, "en", title="Enshi Prefecture")
    translate(home, "en", title="Lichuan City")
    both, chinese = (StandardPageFactory(parent=home, slug=slug, title=slug) for slug in ("both", "chinese"))
    translate(both, "en", title="Both", summary="")
    return both, chinese


def links_to(*pages) -> list:
    block = LinkBlock()
    return [block.to_python({"label": "看看", "page": page.pk, "address": ""}) for page in pages]


def test_a_link_leads_to_the_reader_s_language_else_where_it_was_set_and_says_so(pages):
    with translation.override("en"):
        links = links_to(*pages)
        assert [(link.url, link.hreflang) for link in links] == [
            ("http://lichuan.localhost/en/both/", ""),
            ("http://lichuan.localhost/chinese/", "zh-Hans"),
        ]
    with translation.override("zh-hans"):
        assert [(link.url, link.hreflang) for link in links_to(*pages)] == [
            ("http://lichuan.localhost/both/", ""),
            ("http://lichuan.localhost/chinese/", ""),
        ]


def test_a_typed_address_is_no_page(pages):
    link = LinkBlock().to_python({"label": "12345", "page": None, "address": "tel:12345"})
    with translation.override("en"):
        assert (link.url, link.hreflang, link.target) == ("tel:12345", "", None)


def test_a_page_that_is_not_live_has_no_address(pages):
    both, _chinese = pages
    both.get_translations().get().unpublish()
    with translation.override("en"):
        assert links_to(both)[0].url == "http://lichuan.localhost/both/"
    both.unpublish()
    assert links_to(both)[0].url == ""


def test_many_links_find_their_pages_together(pages, django_assert_num_queries):
    with translation.override("en"):
        links = links_to(*pages, *pages)
        for link in links:
            assert link["page"]
        language_of(pages[0])
        with django_assert_num_queries(1):
            find_targets(links)
            assert [link.target.title for link in links] == ["Both", "chinese", "Both", "chinese"]
            assert all(link.url for link in links)


def test_links_within_one_language_ask_nothing(pages, django_assert_num_queries):
    language_of(pages[0])
    with translation.override("zh-hans"), django_assert_num_queries(0):
        assert in_active_language([*pages, None]) == {page.pk: page for page in pages}


def test_a_placeholder_is_no_translation(pages):
    _both, chinese = pages
    placeholder(chinese, "en")
    with translation.override("en"):
        assert in_active_language([chinese]) == {chinese.pk: chinese}


def test_related_pages_follow_the_reader(pages):
    block = RelatedPagesBlock()
    value = block.to_python({"title": "", "pages": [page.pk for page in pages]})
    with translation.override("en"):
        assert [page.title for page in block.get_context(value)["live_pages"]] == ["Both", "chinese"]


@pytest.mark.parametrize("active", ["fr", None])
def test_without_a_language_of_ours_it_is_the_source_s(active):
    with translation.override(active):
        assert active_language() == LANGUAGES["zh-hans"]
