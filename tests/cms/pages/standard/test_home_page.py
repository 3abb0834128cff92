"""Sections of a home page fill themselves, from the right sites."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from cms.pages.standard.models import HomePage
from tests.factories.languages import translate
from tests.factories.media import ImageFactory
from tests.factories.pages import (
    CommentaryIndexPageFactory,
    CommentaryPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    StandardPageFactory,
)
from tests.factories.scenic import ScenicIndexPageFactory, ScenicSpotPageFactory
from tests.factories.units import UnitIndexPageFactory

pytestmark = pytest.mark.django_db


def put_sections(home, *sections) -> HomePage:
    page = HomePage.objects.get(pk=home.pk)
    page.sections = list(sections)
    page.save()
    return page


def section(home, name: str, value: dict) -> dict:
    """The context with which the section's template is rendered."""
    page = put_sections(home, (name, value))
    bound = page.sections[0]
    return bound.block.get_context(bound.value, {"page": page})


@pytest.fixture
def home(family):
    return family.prefecture.root_page


def test_the_lead_story_is_the_newest_with_a_picture_on_this_site(family, home):
    now = timezone.now()
    own = NewsIndexPageFactory(parent=home)
    plain = NewsPageFactory(parent=own, first_published_at=now)
    pictured = NewsPageFactory(parent=own, first_published_at=now - timedelta(days=2), lead_image=ImageFactory())
    county = NewsIndexPageFactory(parent=family.lichuan.root_page)
    NewsPageFactory(parent=county, first_published_at=now, lead_image=ImageFactory())
    found = section(home, "lead_story", {"page": None})
    assert found["lead"] == pictured
    assert found["others"] == [plain]


def test_an_editor_s_lead_story_wins_until_it_is_taken_back(home):
    column = NewsIndexPageFactory(parent=home)
    chosen, newest = (
        NewsPageFactory(parent=column, first_published_at=timezone.now() - timedelta(days=days)) for days in (9, 1)
    )
    assert section(home, "lead_story", {"page": chosen})["lead"] == chosen
    chosen.unpublish()
    assert section(home, "lead_story", {"page": chosen})["lead"] == newest


def test_what_was_chosen_is_shown_in_the_home_page_s_language_and_left_out_where_it_has_none(home):
    column = NewsIndexPageFactory(parent=home)
    translated_story, chinese = (NewsPageFactory(parent=column, title=title) for title in ("有英文", "没有英文"))
    english_home = translate(home.specific, "en", title="Enshi Prefecture")
    translate(column, "en", title="News")
    story = translate(translated_story, "en", title="In English", summary="", source="Sample")
    with translation.override("en"):
        assert section(english_home, "lead_story", {"page": translated_story})["lead"] == story
        assert section(english_home, "lead_story", {"page": chinese})["lead"] == story
        value = {"title": "News", "columns": [column], "count": 5}
        columns = section(english_home, "news_by_column", value)["columns"]
        assert [(each["column"].pk, each["items"]) for each in columns] == [(story.get_parent().pk, [story])]


def test_empty_columns_are_left_out(home):
    full, _empty = NewsIndexPageFactory(parent=home), NewsIndexPageFactory(parent=home)
    page = NewsPageFactory(parent=full)
    value = {"title": "正在发生", "columns": [], "count": 5}
    assert section(home, "news_by_column", value)["columns"] == [{"column": full, "items": [page]}]


def test_the_prefecture_shows_scenic_spots_of_all_counties_in_turns(family, home):
    spots = {}
    for site in (family.lichuan, family.enshi):
        index = ScenicIndexPageFactory(parent=site.root_page)
        spots[site.site_name] = [ScenicSpotPageFactory(parent=index) for _ in range(2)]
    value = {"title": "去看山水", "intro": "", "spots": [], "count": 3}
    lichuan, enshi = spots["利川市"], spots["恩施市"]
    assert section(home, "scenic_carousel", value)["spots"] == [lichuan[0], enshi[0], lichuan[1]]
    assert section(family.enshi.root_page, "scenic_carousel", value)["spots"] == enshi


def test_the_highest_numbers_of_the_commentaries_come_first(home):
    series = CommentaryIndexPageFactory(parent=home)
    pages = [CommentaryPageFactory(parent=series, series_number=number) for number in (1, 2, 3)]
    found = section(home, "commentaries", {"title": "评论", "intro": "", "count": 2})
    assert (found["items"], found["index"]) == ([pages[2], pages[1]], series)


def test_kinds_of_units_without_number_and_target_are_not_counted(home):
    UnitIndexPageFactory(
        parent=home, targets=[("target", {"kind": "hospital", "number": 10, "source": "据公开报道（2016年）"})]
    )
    found = section(home, "units_counters", {"title": "智慧单位", "intro": ""})
    assert [(each["kind"], each["count"], each["target"]) for each in found["counters"]] == [("hospital", 0, 10)]


def test_private_pages_stay_off_the_home_page(home):
    column = NewsIndexPageFactory(parent=home)
    NewsPageFactory(parent=column, title="内部消息").view_restrictions.create(restriction_type="login")
    put_sections(home, ("lead_story", {"page": None}), ("news_by_column", {"title": "x", "columns": [], "count": 5}))
    assert "内部消息" not in Client(SERVER_NAME="localhost").get("/").content.decode()


def test_a_task_whose_page_was_taken_back_does_not_lead_into_the_void(home):
    page = StandardPageFactory(parent=home, slug="help")
    tasks = [
        {"icon": "map", "label": "帮助", "description": "", "page": page, "address": ""},
        {"icon": "map", "label": "地图", "description": "", "page": None, "address": "/site-map/"},
    ]
    put_sections(home, ("tasks", {"items": tasks}))
    client = Client(SERVER_NAME="localhost")
    assert 'href="http://localhost/help/"' in client.get("/").content.decode()
    page.unpublish()
    text = client.get("/").content.decode()
    assert 'href=""' not in text
    assert 'href="/site-map/"' in text
