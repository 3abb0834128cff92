"""The channel's feeds, read by parsers that others have written."""

from datetime import time, timedelta

import atoma
import feedparser
import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Page
from xmltv.models import Tv
from xsdata.formats.dataclass.parsers import XmlParser

from cms.core.release import shipped
from cms.media.models import Media
from cms.tv.approving import approve, take_off
from cms.tv.editions.models import Channel, Row, Rundown


@pytest.fixture
def film(page) -> Media:
    """A recording in the body of the page, with a stream beside it."""
    recording = Media.objects.create(
        title="峡谷航拍",
        type="video",
        duration=95,
        file=ContentFile(b"film", "canyon.mp4"),
        hls_url="https://media.example/canyon.m3u8",
    )
    page.body = [*page.body.raw_data, {"type": "video", "value": {"media": recording.pk, "caption": ""}}]
    with shipped():
        page.save_revision().publish()
    approve(Page.objects.get(pk=page.pk), None)
    return recording


def test_media_rss_names_recordings_and_pictures_with_their_sizes(page, film, ask):
    answer = ask("/feeds/mrss.xml?site=lichuan.localhost")
    assert answer["Content-Type"].startswith("application/rss+xml")
    feed = feedparser.parse(answer.content)
    assert (feed.bozo, feed.version) == (False, "rss20")
    (entry,) = feed.entries
    assert (entry.id, entry.title, entry.guidislink) == (f"news:{page.translation_key}", "峡谷晨雾", False)
    video, picture = entry.media_content
    assert (video["type"], video["medium"], video["duration"]) == ("video/mp4", "video", "95")
    assert (picture["medium"], picture["width"], picture["height"]) == ("image", "1920", "1080")
    assert [thumbnail["width"] for thumbnail in entry.media_thumbnail] == ["640", "480"]


def test_characters_that_no_xml_can_hold_do_not_break_a_feed(live, ask):
    page = live(slug="pasted", tv_title="峡谷\x0b晨雾", source="利川\x01融媒", responsible_editor="张\x1f三")
    channel = Channel.objects.create(code="evening", name="晚间\x02频道")
    rundown = Rundown.objects.create(channel=channel, title="今日\x08恩施", starts_at=time(19), ends_at=time(20))
    Row.objects.create(rundown=rundown, locale=page.locale, item_key=page.translation_key, kind="item")
    (entry,) = feedparser.parse(ask("/feeds/mrss.xml").content).entries
    assert entry.title == ask("/items").json()["items"][0]["tv"]["title"] == "峡谷晨雾"
    guide = XmlParser().from_bytes(ask("/feeds/guide.xml").content, Tv)
    assert guide.channel[0].display_name[0].content == ["晚间频道"]
    assert guide.programme[0].title[0].content == ["今日恩施"]


def test_json_feed_1_1_is_read_by_a_parser_of_others(page, film, ask):
    answer = ask("/feeds/feed.json")
    assert answer["Content-Type"].startswith("application/feed+json")
    body = answer.json()
    assert (body["version"], body["language"]) == ("https://jsonfeed.org/version/1.1", "zh-Hans")
    feed = atoma.parse_json_feed_bytes(answer.content)
    (entry,) = feed.items
    assert (entry.id_, entry.title) == (f"news:{page.translation_key}", "峡谷晨雾")
    assert entry.url == "http://lichuan.localhost/news/mist/"
    assert "海拔1,080米" in entry.content_html
    (attachment,) = entry.attachments
    assert (attachment.mime_type, attachment.duration) == ("video/mp4", timedelta(seconds=95))


def test_a_json_feed_goes_on_at_its_next_address(live, ask):
    for number in range(3):
        live(slug=f"n{number}", title=f"第{number}条")
    first = ask("/feeds/feed.json?limit=2").json()
    second = ask(first["next_url"].partition("/api/tv/v1")[2]).json()
    assert len({item["id"] for item in first["items"] + second["items"]}) == 3
    assert "next_url" not in second


@pytest.mark.parametrize("path", ["/feeds/mrss.xml", "/feeds/feed.json"])
def test_what_is_taken_off_television_is_out_of_the_feeds(page, ask, path):
    assert page.title in ask(path).content.decode()
    take_off(page)
    assert page.title not in ask(path).content.decode()


@pytest.mark.parametrize("path", ["/feeds/mrss.xml", "/feeds/feed.json"])
def test_a_feed_of_a_channel_without_an_edition_is_empty(page, ask, path):
    Channel.objects.create(code="evening", name="晚间频道")
    answer = ask(f"{path}?channel=evening")
    assert answer.status_code == 200
    assert page.title not in answer.content.decode()
    assert ask(f"{path}?channel=morning").status_code == 422


@pytest.fixture
def evening(page) -> Channel:
    """Every day from 19:00 to 20:00; today a special from 19:30, which takes that place."""
    channel = Channel.objects.create(code="evening", name="晚间频道")
    daily = Rundown.objects.create(channel=channel, title="今日恩施", starts_at=time(19), ends_at=time(20))
    Row.objects.create(rundown=daily, locale=page.locale, item_key=page.translation_key, kind="item")
    Rundown.objects.create(
        channel=channel, title="女儿会特别节目", date=timezone.localdate(), starts_at=time(19, 30), ends_at=time(21)
    )
    return channel


def test_the_guide_is_read_as_xmltv(evening, ask):
    guide = XmlParser().from_bytes(ask("/feeds/guide.xml").content, Tv)
    (channel,) = guide.channel
    assert (channel.id, channel.display_name[0].content) == ("evening.localhost", ["晚间频道"])
    today, tomorrow = (f"{timezone.localdate() + timedelta(days=ahead):%Y%m%d}" for ahead in (0, 1))
    listed = [(one.start, one.stop, one.title[0].content) for one in guide.programme]
    assert listed[:2] == [
        (f"{today}193000 +0800", f"{today}210000 +0800", ["女儿会特别节目"]),
        (f"{tomorrow}190000 +0800", f"{tomorrow}200000 +0800", ["今日恩施"]),
    ]
    assert len(listed) == 8
    assert guide.programme[1].desc[0].content == ["峡谷晨雾"]
