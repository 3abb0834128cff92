"""A recall reaches television, and its certificate says so."""

import pytest

from cms.editorial.recall.asking import ask as ask_channel
from cms.editorial.recall.asking import fetch_from
from cms.editorial.recall.models import Channel
from cms.editorial.recall.recalling import recall_page
from cms.tv.recalling import television_lines


@pytest.fixture
def recall(page):
    return recall_page(page, None, reason="error", explanation="演练")


def test_the_item_and_the_list_are_lines_of_the_certificate_and_are_found_gone(page, recall):
    lines = Channel.objects.filter(recall=recall, kind=Channel.Kind.TV)
    assert [line.absent for line in lines] == ["", f"news:{page.translation_key}"]
    for line in lines:
        _answer, gone = ask_channel(line, fetch_from)
        assert gone


def test_the_same_questions_about_what_is_still_shown_are_answered_otherwise(page, live):
    other = live(slug="other", title="另一条")
    recall = recall_page(other, None, reason="error", explanation="演练")
    lines = list(television_lines(recall))
    for line in lines:
        line.url = line.url.replace(str(other.translation_key), str(page.translation_key))
        line.absent = line.absent and f"news:{page.translation_key}"
        assert not ask_channel(line, fetch_from)[1]


def test_what_was_never_on_television_has_no_line_of_it(live):
    recall = recall_page(live(approved=False, slug="quiet"), None, reason="error", explanation="演练")
    assert not list(television_lines(recall))
