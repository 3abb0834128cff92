"""RSS of sites and columns (norm G-38)."""

from email.utils import parsedate_to_datetime

import feedparser
import pytest
from wagtail.images.tests.utils import get_test_image_file

from cms.media.models import Image
from tests.cms.delivery.nested_sites import INNER, OUTER, published
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory


def read(client, path: str, host: str = INNER, **headers: str):
    response = client.get(path, headers={"host": host, **headers})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    return feed


def test_the_site_s_feed_has_its_own_texts_only(sites, client):
    assert [entry.title for entry in read(client, "/feed.xml", INNER).entries] == ["利川市的晨雾"]
    assert [entry.title for entry in read(client, "/feed.xml", OUTER).entries] == ["恩施州的晨雾"]


def test_the_channel_names_the_site_and_itself(sites, client):
    channel = read(client, "/feed.xml").feed
    assert channel.title == "云上利川"
    assert channel.subtitle == "水从洞里来"
    assert channel.link == "http://lichuan.localhost:8000/"
    assert {"rel": "self", "href": "http://lichuan.localhost:8000/feed.xml"}.items() <= channel.links[1].items()


def test_an_item_says_what_where_when_and_from_whom(sites, client):
    entry = read(client, "/feed.xml").entries[0]
    story = sites.county_story
    assert entry.link == "http://lichuan.localhost:8000/news/mist/"
    assert entry.id == f"urn:uuid:{story.translation_key}" and entry.guidislink is False
    assert entry.summary == "一句话摘要。"
    assert entry.dc_source == "示例融媒体中心"
    assert entry.published.endswith(" +0800")
    assert parsedate_to_datetime(entry.published) == story.first_published_at.replace(microsecond=0)


def test_a_column_s_feed_has_the_texts_below_it(sites, client):
    notices = NewsIndexPageFactory(parent=sites.county, slug="notices", title="通知公告")
    published(NewsPageFactory(parent=notices, slug="road", title="道路施工"))
    feed = read(client, "/notices/feed.xml")
    assert feed.feed.title == "通知公告 - 云上利川"
    assert feed.feed.link == "http://lichuan.localhost:8000/notices/"
    assert [entry.title for entry in feed.entries] == ["道路施工"]
    assert len(read(client, "/feed.xml").entries) == 2


@pytest.mark.parametrize("path", ["/about/feed.xml", "/news/mist/feed.xml", "/none/feed.xml"])
def test_only_columns_have_feeds(sites, client, path):
    assert client.get(path, headers={"host": INNER}).status_code == 404


def test_drafts_and_private_pages_stay_out(sites, client):
    sites.county_story.view_restrictions.create(restriction_type="login")
    assert read(client, "/feed.xml").entries == []
    sites.county_column.view_restrictions.create(restriction_type="login")
    assert client.get("/news/feed.xml", headers={"host": INNER}).status_code == 404
    sites.prefecture_story.unpublish()
    assert read(client, "/feed.xml", OUTER).entries == []


def test_an_unchanged_feed_is_not_sent_again(sites, client):
    first = client.get("/feed.xml", headers={"host": INNER})
    by_tag = client.get("/feed.xml", headers={"host": INNER, "if-none-match": first["ETag"]})
    by_date = client.get("/feed.xml", headers={"host": INNER, "if-modified-since": first["Last-Modified"]})
    assert (by_tag.status_code, by_date.status_code) == (304, 304)
    assert by_tag.content == b"" and by_tag["ETag"] == first["ETag"]


def test_a_text_taken_back_changes_the_feed(sites, client):
    first = client.get("/feed.xml", headers={"host": INNER})
    sites.county_story.unpublish()
    again = client.get("/feed.xml", headers={"host": INNER, "if-none-match": first["ETag"]})
    assert again.status_code == 200 and "晨雾" not in again.content.decode()


def test_the_enclosure_is_the_picture_for_sharing_once_it_exists(sites, client):
    image = Image.objects.create(title="雾", description="山谷里的雾", file=get_test_image_file(size=(1600, 900)))
    sites.county_story.lead_image = image
    published(sites.county_story)
    image.renditions.all().delete()
    assert read(client, "/feed.xml").entries[0].enclosures == []
    rendition = image.get_rendition("fill-1200x630|format-jpeg")
    (enclosure,) = read(client, "/feed.xml").entries[0].enclosures
    assert enclosure.href == f"http://lichuan.localhost:8000{rendition.url}"
    assert enclosure.type == "image/jpeg"


def test_a_feed_of_twenty_pages_costs_few_queries(sites, client, django_assert_max_num_queries):
    for number in range(25):
        published(NewsPageFactory(parent=sites.county_column, slug=f"story-{number}"))
    client.get("/feed.xml", headers={"host": INNER})
    with django_assert_max_num_queries(12):
        assert len(read(client, "/feed.xml").entries) == 20
