"""News and their columns."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cms.pages.news.models import NewsIndexPage, NewsPage
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory, TopicFactory

pytestmark = pytest.mark.django_db
NOON = timezone.make_aware(datetime(2026, 11, 22, 12))


@pytest.fixture
def column(family) -> NewsIndexPage:
    return NewsIndexPageFactory(parent=family.lichuan.root_page, slug="news")


def news(column: NewsIndexPage, days_ago: int, **values) -> NewsPage:
    return NewsPageFactory(parent=column, first_published_at=NOON - timedelta(days=days_ago), **values)


@pytest.fixture
def client() -> Client:
    return Client(SERVER_NAME="lichuan.localhost")


def listed(client: Client, query: str = "") -> list[str]:
    return [page.title for page in client.get(f"/news/{query}").context["listing"].items]


def test_the_newest_comes_first_and_drafts_do_not_come(client, column):
    news(column, 3, title="旧闻")
    news(column, 1, title="新闻")
    NewsPageFactory(parent=column, title="草稿", live=False)
    assert listed(client) == ["新闻", "旧闻"]


def test_a_column_shows_twelve_and_leads_to_the_rest(client, column):
    for number in range(14):
        news(column, number, title=f"第{number}条")
    assert len(listed(client)) == 12
    assert listed(client, "?page=2") == ["第12条", "第13条"]


def test_topic_and_month_narrow_together(client, column):
    tea, song = TopicFactory(name="茶", slug="tea"), TopicFactory(name="歌", slug="song")
    for title, topic, days_ago in [("十一月的茶", tea, 1), ("十月的茶", tea, 40), ("十一月的歌", song, 2)]:
        page = news(column, days_ago, title=title)
        page.topics = [topic]
        page.save()
    assert listed(client, "?topic=tea") == ["十一月的茶", "十月的茶"]
    assert listed(client, "?topic=tea&month=2026-11") == ["十一月的茶"]
    assert listed(client, "?topic=unknown") == ["十一月的茶", "十一月的歌", "十月的茶"]


def test_the_filters_offer_only_what_the_column_has_with_numbers(client, column):
    TopicFactory(name="没人用", slug="unused")
    page = news(column, 1)
    page.topics = [TopicFactory(name="茶", slug="tea")]
    page.save()
    topics, months = client.get("/news/").context["listing"].filters
    assert [(option.label, option.count) for option in topics.options] == [("茶", 1)]
    assert [(option.label, option.count) for option in months.options] == [("2026年11月", 1)]


def test_previous_is_older_and_next_is_newer(column):
    old, middle, new = news(column, 3), news(column, 2), news(column, 1)
    assert (middle.previous, middle.next) == (old, new)
    assert (old.previous, new.next) == (None, None)


def test_related_are_the_editor_s_choice_or_those_on_the_same_topics(column):
    tea = TopicFactory()
    page, newest, same_topic = news(column, 5), news(column, 1), news(column, 9)
    for one in (page, same_topic):
        one.topics = [tea]
        one.save()
    assert NewsPage.objects.get(pk=page.pk).related == [same_topic, newest]
    page.related_pages = [("page", newest)]
    page.save()
    assert NewsPage.objects.get(pk=page.pk).related == [newest]


def test_a_recalled_page_is_no_longer_related(column):
    page, other = news(column, 5), news(column, 1)
    page.related_pages = [("page", other)]
    page.save()
    other.unpublish()
    assert NewsPage.objects.get(pk=page.pk).related == []


def test_machines_learn_author_source_and_time(column, rf):
    page = news(column, 1, author="示例作者", title="峡谷晨雾")
    article = page.structured_data(rf.get("/"))[-1]
    assert article["@type"] == "NewsArticle"
    assert article["author"]["name"] == "示例作者"
    assert article["publisher"]["name"] == page.source
    assert article["datePublished"].startswith("2026-11-21")


def test_a_longer_text_takes_longer_to_read(column):
    short = news(column, 1)
    long = news(column, 2, body=[("paragraph", f"<p>{'山' * 1600}</p>")])
    assert (short.reading_minutes, long.reading_minutes) == (1, 4)


def test_english_is_read_word_by_word(column):
    page = news(column, 1, body=[("paragraph", f"<p>{'mist ' * 880}</p><p>{'雾' * 400}</p>")])
    assert page.reading_minutes == 5
