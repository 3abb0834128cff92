"""The prefecture's own words in the conversion: at once, in every process, and on the pages that have them."""

import pytest
from django.core.cache import cache

from cms.core.scripts import to_traditional
from cms.languages import glossary
from cms.languages.models import GlossaryTerm
from tests.factories.pages import NewsIndexPageFactory
from tests.factories.translations import publish, traditional


@pytest.fixture
def software(db) -> GlossaryTerm:
    return GlossaryTerm.objects.create(simplified="软件", traditional="軟體")


def test_a_term_is_converted_as_the_prefecture_wants(software):
    assert to_traditional("软件里面") == "軟體裡面"


def test_the_longest_term_wins(software):
    GlossaryTerm.objects.create(simplified="软件园", traditional="軟件園")
    assert to_traditional("软件园的软件") == "軟件園的軟體"


def test_a_term_does_not_disturb_what_stands_beside_it(software):
    assert to_traditional("软件干部后来发展") == "軟體幹部後來發展"


def test_a_page_full_of_sentences_asks_the_database_once(software, django_assert_num_queries):
    cache.clear()
    with django_assert_num_queries(1):
        for _ in range(50):
            to_traditional("软件")


def test_another_process_notices_within_seconds(software):
    to_traditional("软件")
    # As from another process: without a signal in this one.
    GlossaryTerm.objects.filter(pk=software.pk).update(traditional="軟件")
    assert to_traditional("软件") == "軟體"
    assert 0 < glossary.SECONDS <= 10
    cache.delete(glossary.STATE)
    assert to_traditional("软件") == "軟件"


def test_a_changed_term_changes_the_pages_that_contain_it(trilingual, django_capture_on_commit_callbacks):
    term = GlossaryTerm.objects.create(simplified="软件", traditional="軟體")
    page = publish(NewsIndexPageFactory(parent=trilingual.lichuan.root_page, title="软件"))
    other = publish(NewsIndexPageFactory(parent=trilingual.lichuan.root_page, title="峡谷"))
    untouched = traditional(other).latest_revision_id
    term.traditional = "軟件"
    with django_capture_on_commit_callbacks(execute=True):
        term.save()
    assert traditional(page).title == "軟件"
    assert traditional(other).latest_revision_id == untouched


def test_pages_with_the_former_word_follow_as_well(trilingual, django_capture_on_commit_callbacks):
    term = GlossaryTerm.objects.create(simplified="软件", traditional="軟體")
    page = publish(NewsIndexPageFactory(parent=trilingual.lichuan.root_page, title="软件"))
    term.simplified, term.traditional = "硬件", "硬體"
    with django_capture_on_commit_callbacks(execute=True):
        term.save()
    assert traditional(page).title == "軟件"


def test_a_deleted_term_is_out_of_the_pages(trilingual, django_capture_on_commit_callbacks):
    term = GlossaryTerm.objects.create(simplified="软件", traditional="軟體")
    page = publish(NewsIndexPageFactory(parent=trilingual.lichuan.root_page, title="软件"))
    with django_capture_on_commit_callbacks(execute=True):
        term.delete()
    assert traditional(page).title == "軟件"
