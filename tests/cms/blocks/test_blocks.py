"""Blocks of the body: what they refuse, and that each can be shown in the block picker."""

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks.body import BODY_BLOCKS
from cms.blocks.links import EmbedBlock, LinkBlock
from cms.blocks.places import LocationBlock
from cms.blocks.tables import TableBlock
from cms.blocks.text import HeadingBlock
from cms.pages.standard.sections import HOME_SECTIONS
from tests.factories.media import ImageFactory

ALL_BLOCKS = [*BODY_BLOCKS, *HOME_SECTIONS]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "block"), ALL_BLOCKS, ids=[name for name, _ in ALL_BLOCKS])
def test_every_block_s_preview_can_be_rendered(name: str, block):
    ImageFactory()
    block.set_name(name)
    value = block.get_preview_value()
    html = block.render(value, context={"request": RequestFactory().get("/"), "sitewide": {}})
    assert "{{" not in html
    assert block.is_previewable


def link(**values) -> dict:
    return LinkBlock().clean(LinkBlock().to_python({"label": "去看", "page": None, "address": "", **values}))


@pytest.mark.parametrize("address", ["https://www.gov.cn/", "/scenic/", "#top", "tel:12345", "mailto:a@example.com"])
def test_a_link_may_lead_to_these(address: str):
    assert link(address=address).url == address


@pytest.mark.parametrize("address", ["", "javascript:alert(1)", "//evil.example", "www.gov.cn", "data:text/html,x"])
def test_a_link_may_not_lead_to_those(address: str):
    with pytest.raises(StructBlockValidationError):
        link(address=address)


@pytest.mark.parametrize(
    ("url", "provider", "player"),
    [
        (
            "https://www.bilibili.com/video/BV1xx411c7mD/",
            "bilibili",
            "player.bilibili.com/player.html?bvid=BV1xx411c7mD",
        ),
        ("https://v.qq.com/x/page/a0123456789.html", "qq", "v.qq.com/txp/iframe/player.html?vid=a0123456789"),
        ("https://tv.cctv.com/2026/11/01/VIDE1.shtml", "cctv", ""),
    ],
)
def test_allowed_videos_get_their_player(url: str, provider: str, player: str):
    value = EmbedBlock().clean(EmbedBlock().to_python({"url": url, "title": "航拍", "description": ""}))
    assert value.provider == provider
    assert player in value.player_url
    assert bool(player) == bool(value.player_url)


@pytest.mark.parametrize(
    "url", ["https://www.youtube.com/watch?v=1", "http://v.qq.com/x/page/a.html", "https://v.qq.com.evil.example/a"]
)
def test_other_hosts_cannot_be_embedded_and_the_error_names_the_allowed_ones(url: str):
    with pytest.raises(StructBlockValidationError) as refused:
        EmbedBlock().clean(EmbedBlock().to_python({"url": url, "title": "航拍", "description": ""}))
    assert "v.qq.com" in str(refused.value.block_errors["url"])


def table(*headings: str):
    columns = [{"type": "text", "heading": heading} for heading in headings]
    rows = [{"values": ["甲"] * len(headings)}]
    value = {"caption": "票价", "table": {"columns": columns, "rows": rows, "caption": ""}, "row_header": True}
    return TableBlock().clean(TableBlock().to_python(value))


def test_a_table_needs_a_heading_over_every_column():
    assert table("票种", "元")
    with pytest.raises(StructBlockValidationError):
        table("票种", " ")


def test_a_table_s_headers_are_marked_for_screen_readers():
    html = TableBlock().render(table("票种", "元"))
    assert html.count('scope="col"') == 2
    assert html.count('scope="row"') == 1
    assert "<caption" in html


@pytest.mark.parametrize(("latitude", "longitude"), [("91", "109"), ("30", "181")])
def test_a_place_lies_on_earth(latitude: str, longitude: str):
    value = {"name": "某地", "address": "", "latitude": latitude, "longitude": longitude}
    with pytest.raises(ValidationError):
        LocationBlock().clean(LocationBlock().to_python(value))


def test_a_heading_can_be_linked_to_by_its_chinese_words():
    value = HeadingBlock().to_python({"text": "雨后 看峡谷", "level": "h2"})
    assert value.anchor == "h-雨后-看峡谷"
    assert 'id="h-雨后-看峡谷"' in HeadingBlock().render(value)
