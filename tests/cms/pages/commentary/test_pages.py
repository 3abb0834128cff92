"""Commentaries are a numbered series under pen names that lead to nobody."""

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.test import Client

from cms.pages.commentary.models import CommentaryIndexPage, PenName
from tests.factories.pages import CommentaryIndexPageFactory, CommentaryPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def series(family) -> CommentaryIndexPage:
    return CommentaryIndexPageFactory(parent=family.prefecture.root_page, slug="commentary")


def test_the_series_is_read_from_its_first_number_on(series):
    for number in (3, 1, 2):
        CommentaryPageFactory(parent=series, series_number=number)
    listing = Client(SERVER_NAME="localhost").get("/commentary/").context["listing"]
    assert [page.series_number for page in listing.items] == [1, 2, 3]


def test_previous_and_next_follow_the_numbers_over_a_gap(series):
    first, third, fourth = (CommentaryPageFactory(parent=series, series_number=number) for number in (1, 3, 4))
    assert (third.previous, third.next) == (first, fourth)
    assert (first.previous, fourth.next) == (None, None)


def test_a_number_is_given_once_and_the_error_names_the_next_free_one(series):
    CommentaryPageFactory(parent=series, series_number=7)
    twin = CommentaryPageFactory(parent=series, series_number=8)
    twin.series_number = 7
    with pytest.raises(ValidationError) as refused:
        twin.full_clean()
    assert refused.value.message_dict["series_number"] == ["编号 7 已被使用，下一个可用编号是 9。"]


def test_a_pen_name_holds_nothing_that_leads_to_a_person():
    fields = {field.name for field in PenName._meta.get_fields()}
    # The search index adds a relation of its own.
    assert fields - {"index_entries"} == {"id", "name", "name_en", "introduction", "introduction_en", "commentaries"}
    assert not [field for field in PenName._meta.get_fields() if field.related_model is get_user_model()]


def test_neither_page_nor_api_tell_more_than_the_pen_name(series):
    owner = get_user_model().objects.create(username="secret-person", first_name="真名")
    page = CommentaryPageFactory(parent=series, slug="one", owner=owner)
    client = Client(SERVER_NAME="localhost")
    public = client.get("/commentary/one/").content.decode()
    api = client.get(f"/api/v2/pages/{page.pk}/").content.decode()
    assert page.pen_name.name in public
    assert page.pen_name.name in api
    assert not any(secret in text for text in (public, api) for secret in ("secret-person", "真名"))


def test_key_points_and_outlets_are_shown_and_foreign_outlets_pass_the_notice(series):
    CommentaryPageFactory(
        parent=series,
        slug="one",
        key_points=[("point", "把话说清楚。")],
        outlets=[("outlet", {"name": "示例日报", "url": "https://news.example.com/1", "published_on": None})],
    )
    text = Client(SERVER_NAME="localhost").get("/commentary/one/").content.decode()
    assert "把话说清楚。" in text
    assert "示例日报" in text
    assert 'href="https://news.example.com' not in text
    assert "/leaving/?to=" in text
