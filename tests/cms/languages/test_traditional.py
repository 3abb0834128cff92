"""Simplified into traditional characters: words in their context, and every place where a page keeps text."""

from pathlib import Path

import pytest

from cms.core.scripts import to_traditional
from cms.languages.texts import change_block, change_html, sentences_of, split_sentences
from cms.pages.news.models import NewsPage
from cms.pages.standard.models import StandardPage
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory, StandardPageFactory
from tests.factories.translations import publish, traditional

CASES = [
    line.split("\t") for line in Path(__file__).with_name("one_to_many.tsv").read_text(encoding="utf-8").splitlines()
]
BODY = NewsPage._meta.get_field("body").stream_block


# The conversion asks for the glossary.
pytestmark = pytest.mark.django_db


def upper(text: str) -> str:
    return text.upper()


def block(name: str, value):
    return change_block(BODY.child_blocks[name], value, upper)


def test_characters_with_several_traditional_forms_are_right_in_context():
    wrong = {
        simplified: to_traditional(simplified)
        for simplified, expected in CASES
        if to_traditional(simplified) != expected
    }
    assert wrong == {}
    assert len(CASES) > 260


def test_they_are_right_inside_sentences_as_well():
    wrong = [expected for simplified, expected in CASES if to_traditional(f"，{simplified}。") != f"，{expected}。"]
    # "喂，" is a call only with its comma, which belongs to the case.
    assert wrong == []


@pytest.mark.parametrize(
    ("simplified", "expected"),
    [
        ("皇后后面的干部把干菜晾干，一只手里只有一碗面。", "皇后後面的幹部把乾菜晾乾，一隻手裡只有一碗麵。"),
        ("他理发以后发现头发干燥。", "他理髮以後發現頭髮乾燥。"),
        (
            "全程八公里，里面有三座钟楼，钟声悠扬，令人一见钟情。",
            "全程八公里，裡面有三座鐘樓，鐘聲悠揚，令人一見鍾情。",
        ),
        ("咸丰的咸菜和来凤的凤头姜。", "咸豐的鹹菜和來鳳的鳳頭薑。"),
        ("台风来了，舞台撤到阳台后面。", "颱風來了，舞臺撤到陽臺後面。"),
        ("征税不是长征的特征。", "徵稅不是長征的特徵。"),
        ("养鸡200只，其中30只有编号。", "養雞200隻，其中30只有編號。"),
    ],
)
def test_whole_sentences(simplified, expected):
    assert to_traditional(simplified) == expected


def test_a_page_carries_them_into_its_traditional_page(trilingual):
    page = StandardPageFactory(parent=trilingual.lichuan.root_page)
    body = [("paragraph", "".join(f"<p>{simplified}</p>" for simplified, _ in CASES))]
    html = traditional(publish(page, body=body)).body[0].value.source
    assert html == "".join(f"<p>{expected}</p>" for _, expected in CASES)


@pytest.mark.parametrize(
    "text", ["你好。“真的吗？”他说！\n\n走吧……好；再见", "", "没有句号", "。。。", "只有 空格 \n", "（好。）真的"]
)
def test_sentences_joined_are_the_text(text):
    assert "".join(split_sentences(text)) == text


def test_a_sentence_ends_after_its_mark_and_the_closing_quotation_mark():
    assert split_sentences("“真的吗？”他说。走；来\n去") == ["“真的吗？”", "他说。", "走；", "来\n", "去"]


def test_markup_stays_letter_for_letter():
    html = '<p class="x>y">ab <a linktype="page" id="3" title=\'q>w\'>cd</a><br/>&amp; e</p><!-- f -->'
    assert change_html(html, upper) == html.replace("ab", "AB").replace("cd", "CD").replace(" e<", " E<")


def test_a_correction_cannot_bring_markup_in():
    assert change_html("<p>a</p>", lambda text: "<script>") == "<p>&lt;script&gt;</p>"


def test_addresses_and_choices_are_no_text():
    link = {"type": "item", "id": "1", "value": {"label": "a", "page": 3, "address": "/search/?q=b", "icon": "map"}}
    tasks = {"items": [link]}
    changed = change_block(_section("tasks"), tasks, upper)
    assert changed == {"items": [link | {"value": link["value"] | {"label": "A"}}]}
    assert block("embed", {"url": "https://a.cn/b", "title": "c"})["url"] == "https://a.cn/b"
    assert block("heading", {"text": "a", "level": "h2"}) == {"text": "A", "level": "h2"}


def test_tables_are_changed_in_headings_text_cells_and_rich_cells():
    raw = {
        "caption": "a",
        "row_header": True,
        "table": {
            "columns": [
                {"type": "text", "heading": "b"},
                {"type": "number", "heading": "c"},
                {"type": "rich_text", "heading": "d"},
            ],
            "rows": [{"values": ["e", "12", "<p>f</p>"]}],
            "caption": "g",
        },
    }
    changed = block("table", raw)
    assert changed["caption"] == "A"
    assert [column["heading"] for column in changed["table"]["columns"]] == ["B", "C", "D"]
    assert [column["type"] for column in changed["table"]["columns"]] == ["text", "number", "rich_text"]
    assert changed["table"]["rows"] == [{"values": ["E", "12", "<p>F</p>"]}]
    assert changed["table"]["caption"] == "G"


def test_nested_lists_keep_their_numbers_and_what_no_block_knows_any_more():
    raw = {
        "title": "a",
        "items": [{"type": "item", "id": "x", "value": {"when": "b", "title": "c", "old": "d"}}],
        "gone": "e",
    }
    assert block("timeline", raw) == {
        "title": "A",
        "items": [{"type": "item", "id": "x", "value": {"when": "B", "title": "C", "old": "d"}}],
        "gone": "e",
    }
    assert change_block(BODY, [{"type": "unknown", "id": "y", "value": "f"}], upper) == [
        {"type": "unknown", "id": "y", "value": "f"}
    ]


def test_the_sentences_of_a_page_come_once_and_only_those_with_chinese(trilingual):
    column = NewsIndexPageFactory(parent=trilingual.lichuan.root_page)
    page = NewsPageFactory(
        parent=column,
        title="峡谷",
        summary="云。雾。",
        source="ABC",
        body=[("paragraph", "<p>雾。<b>峡谷</b>123 OK</p>")],
    )
    assert sentences_of(page) == ["峡谷", "云。", "雾。"]


def test_a_longer_form_is_cut_to_what_the_database_takes(trilingual, monkeypatch):
    monkeypatch.setattr("cms.languages.locks.to_traditional", lambda text: text * 2)
    page = StandardPageFactory(parent=trilingual.lichuan.root_page)
    page = publish(page, source="云" * StandardPage._meta.get_field("source").max_length)
    assert traditional(page).source == page.source


def _section(name: str):
    from cms.pages.standard.models import HomePage

    return HomePage._meta.get_field("sections").stream_block.child_blocks[name]
