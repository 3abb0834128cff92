"""What a reviewer is shown of a change: for every kind of field and block what is new, gone, moved or changed."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from cms.editorial.gate.fingerprints import BOOKKEEPING
from cms.editorial.review.diff.comparing import Change, Status, compare_pages
from cms.editorial.review.diff.marks import marks
from cms.editorial.review.diff.tree import sections_of
from cms.pages.news.models import NewsPage
from tests.factories.media import ImageFactory
from tests.factories.pages import NewsPageFactory


def shown(old: str, new: str) -> str:
    signs = {"same": "{}", "gone": "[-{}]", "new": "[+{}]"}
    return "".join(signs[mark.kind].format(mark.text) for mark in marks(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("清江的水很绿", "清江的水很蓝", "清江的水很[-绿][+蓝]"),
        ("票价80元，含缆车", "票价120元，含缆车", "票价[-80][+120]元，含缆车"),
        ("第一段\n第二段\n", "第一段\n第三段\n", "第一段\n第[-二][+三]段\n"),
        ("上午开放", "", "[-上午开放]"),
        ("", "新的一句", "[+新的一句]"),
        ("甲乙丙丁戊己", "完全另外一句话", "[-甲乙丙丁戊己][+完全另外一句话]"),
        # One character that happens to be in both is no help to the eye.
        ("今天有雾，山路湿滑", "今天无风，河路湿滑", "今天[-有雾，山][+无风，河]路湿滑"),
    ],
)
def test_chinese_is_compared_by_characters_and_numbers_as_a_whole(old: str, new: str, expected: str):
    assert shown(old, new) == expected


def test_a_long_text_with_one_changed_sentence_is_compared_quickly():
    lines = [f"第{number}段。" + "云上恩施的山水与人家，" * 40 for number in range(200)]
    changed = [*lines]
    changed[100] = changed[100].replace("第100段", "第一百段")
    before = timezone.now()
    found = [mark for mark in marks("\n".join(lines), "\n".join(changed)) if mark.kind != "same"]
    assert [mark.text for mark in found] == ["100", "一百"]
    assert timezone.now() - before < timedelta(seconds=1)


BODY = [
    {"type": "paragraph", "id": "a", "value": "<p>清江的水很绿</p>"},
    {"type": "heading", "id": "b", "value": {"text": "交通", "size": "h2"}},
    {"type": "quote", "id": "c", "value": {"text": "慢一点采。", "attribution": ""}},
    {"type": "paragraph", "id": "d", "value": "<p>最后一段</p>"},
]


def news(body: list[dict], **values) -> NewsPage:
    page = NewsPageFactory.build(**{"slug": "page", **values})
    page.body = json.dumps(body)
    return page


def change_of(sections: list, label: str) -> Change:
    return next(change for section in sections for change in section.changes if change.item.key == label)


@pytest.mark.django_db
def test_blocks_are_matched_by_their_number():
    new = [
        BODY[3],
        {**BODY[0], "value": "<p>清江的水很蓝</p>"},
        BODY[1],
        {"type": "paragraph", "id": "e", "value": "<p>新的一段</p>"},
    ]
    body = change_of(compare_pages(news(BODY), news(new)), "body")
    found = [(change.item.key, change.status.value, change.moved) for change in body.children]
    assert found == [
        ("d", "changed", True),
        ("a", "changed", False),
        ("b", "same", False),
        ("c", "removed", False),
        ("e", "added", False),
    ]
    assert [run.is_change for run in body.runs] == [True, False, True]
    assert body.children[1].item.path == "body.a"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("title", "旧标题", "新标题"),
        ("summary", "", "一句话"),
        ("slug", "old", "new"),
        ("seo_title", "", "给搜索的标题"),
        ("search_description", "", "给搜索的话"),
        ("show_in_menus", False, True),
        ("go_live_at", None, timezone.now()),
        ("expire_at", None, timezone.now()),
        ("source", "恩施日报", "恩施晚报"),
    ],
)
def test_every_plain_field_is_compared(name: str, old: object, new: object):
    sections = compare_pages(news(BODY, **{name: old}), news(BODY, **{name: new}))
    assert {change.item.key for section in sections for change in section.changed} == {name}


@pytest.mark.django_db
def test_pictures_captions_links_and_formatting_are_seen():
    first, second = ImageFactory(title="旧图"), ImageFactory(title="新图")

    def body(image, caption: str, html: str) -> list[dict]:
        return [
            {"type": "image", "id": "i", "value": {"image": image.pk, "caption": caption, "credit": ""}},
            {"type": "paragraph", "id": "p", "value": html},
        ]

    old = news(body(first, "晨雾", '<p>看<a href="https://a.example/">这里</a></p>'), lead_image=first)
    new = news(body(second, "晚霞", '<p>看<a href="https://b.example/">这里</a></p>'), lead_image=second)
    sections = compare_pages(old, new)
    lead = change_of(sections, "lead_image")
    assert (lead.old_picture, lead.new_picture, lead.changes_picture) == (first, second, True)
    picture, paragraph = change_of(sections, "body").children
    assert [(part.item.key, part.is_change) for part in picture.children] == [
        ("image", True),
        ("caption", True),
        ("credit", False),
    ]
    assert "https://a.example/" in paragraph.old.text and "https://b.example/" in paragraph.new.text
    bold = compare_pages(news(body(first, "", "<p>很好</p>")), news(body(first, "", "<p><b>很好</b></p>")))
    assert change_of(bold, "body").children[1].only_formatting


@pytest.mark.django_db
def test_of_a_new_page_everything_is_shown_as_added():
    sections = compare_pages(None, news(BODY, title="新页面"))
    assert change_of(sections, "title").status is Status.ADDED
    assert all(change.status is Status.ADDED for change in change_of(sections, "body").children)


@pytest.mark.django_db
def test_what_approvals_cover_is_what_reviewers_see(desk):
    """Whatever page type: a field that the fingerprint holds and the screen leaves out would be signed unseen."""
    from wagtail.models import get_page_models

    for model in get_page_models():
        if model is Page:
            continue
        page = model(title="页", locale=desk.column.locale)
        seen = {item.key for section in sections_of(page) for item in section.items}
        parent = model._meta.get_ancestor_link(Page).name
        assert seen == set(page.serializable_data()) - BOOKKEEPING - {parent}, model
