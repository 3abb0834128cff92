"""What translators get to see: every text that a person wrote, and nothing else."""

from decimal import Decimal

import pytest
from django.core.checks import run_checks
from wagtail import blocks
from wagtail.blocks import Block
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale, Page
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import StringSegment, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.core.checks import page_types
from cms.languages.english import begin, completed, write
from cms.languages.english_checks import is_known, leaves
from cms.pages.commentary.models import CommentaryPage
from cms.pages.news.models import NewsPage
from tests.factories.pages import HomePageFactory, NewsIndexPageFactory, NewsPageFactory, PenNameFactory
from tests.factories.sites import make_family

# Fields of any page, and those of each type.
COMMON = {"title", "seo_title", "search_description", "summary", "tv_title", "tv_subtitle", "tv_summary", "tv_ticker"}
UNIT = {"body", "source", "responsible_editor", "contact_role", "applications", "facts"}
FIELDS = {
    "HomePage": {"motto", "sections"},
    "SectionPage": {"keywords", "body"},
    "StandardPage": {"body", "attachments", "source", "responsible_editor"},
    "NewsIndexPage": {"keywords"},
    "NewsPage": {"body", "attachments", "related_pages", "source", "responsible_editor", "author"},
    "ScenicIndexPage": {"keywords"},
    "ScenicSpotPage": {
        *["body", "source", "responsible_editor", "designations", "address", "transport", "tips", "step_free_note"],
        *["opening_hours", "opening_exceptions", "tickets", "facilities", "gallery"],
        "best_season",
    },
    "UnitIndexPage": {"keywords", "targets"},
    "SmartCampusPage": UNIT | {"care_room"},
    **dict.fromkeys(
        ["SmartHospitalPage", "SmartOfficePage", "SmartScenicPage", "SmartVillagePage", "SmartCommunityPage"], UNIT
    ),
    "SmartEnterprisePage": UNIT,
    "CommentaryIndexPage": {"keywords"},
    "CommentaryPage": {"body", "source", "responsible_editor", "key_points", "outlets"},
}


@pytest.mark.parametrize("page_type", page_types(), ids=lambda page_type: page_type.__name__)
def test_translated_fields_of_a_page_type_are_those_with_texts(page_type):
    found = {field.field_name for field in get_translatable_fields(page_type) if field.is_translated(page_type())}
    assert found == COMMON | FIELDS[page_type.__name__]


@pytest.mark.parametrize("page_type", page_types(), ids=lambda page_type: page_type.__name__)
def test_every_text_in_every_block_reaches_the_translator_and_nothing_else_does(page_type, db):
    page, written, hidden = page_type(), set(), set()
    if page_type is CommentaryPage:
        page.pen_name = PenNameFactory()
    for field in page_type._meta.get_fields():
        if isinstance(field, StreamField):
            raw = sample(field.stream_block, written, hidden)
            setattr(page, field.name, field.stream_block.to_python(raw))
        elif isinstance(field, RichTextField):
            setattr(page, field.name, f"<p>{note(field.name, written)}</p>")
    found = {segment.string.data for segment in extract_segments(page) if isinstance(segment, StringSegmentValue)}
    assert found == written
    assert not found & hidden


def note(name: str, texts: set[str]) -> str:
    text = f"文字 {name} {len(texts)}"
    texts.add(text)
    return text


def sample(block: Block, written: set[str], hidden: set[str], name: str = ""):
    """Raw data with one value for everything that the block can hold; the texts are put into the two sets."""

    def inside(child: Block, key: str):
        return sample(child, written, hidden, key)

    if isinstance(block, blocks.StreamBlock):
        return [
            {"type": key, "id": f"id-{key}", "value": inside(child, key)} for key, child in block.child_blocks.items()
        ]
    if isinstance(block, blocks.StructBlock):
        return {key: inside(child, key) for key, child in block.child_blocks.items()}
    if isinstance(block, blocks.ListBlock):
        return [{"type": "item", "id": f"id-{name}", "value": inside(block.child_block, name)}]
    if isinstance(block, TypedTableBlock):
        columns = [{"type": key, "heading": note(f"heading {key}", written)} for key in block.child_blocks]
        row = [inside(child, f"cell {key}") for key, child in block.child_blocks.items()]
        return {"columns": columns, "rows": [{"values": row}], "caption": ""}
    if isinstance(block, blocks.RichTextBlock):
        return f"<p>{note(name, written)}</p>"
    if isinstance(block, blocks.CharBlock | blocks.TextBlock):
        return note(name, hidden if is_hidden(block, name) else written)
    return other_values(block)


def is_hidden(block: Block, name: str) -> bool:
    """Numbers, addresses and days are no words; a place's address (a street) is."""
    return (name, block.field.max_length) in {("address", 300), ("number", 20), ("starts", None), ("ends", None)}


def other_values(block: Block):
    values = {
        blocks.URLBlock: "https://www.example.cn/",
        blocks.DecimalBlock: "1.5",
        blocks.IntegerBlock: 7,
        blocks.BooleanBlock: True,
        blocks.DateBlock: "2026-01-01",
        blocks.TimeBlock: "08:00",
        blocks.MultipleChoiceBlock: [],
    }
    if isinstance(block, blocks.ChoiceBlock):
        return next((key for key, _label in block.field.choices if key), "")
    return next((value for kind, value in values.items() if isinstance(block, kind)), None)


def test_a_block_that_would_keep_its_chinese_is_named_by_a_system_check():
    assert [error for error in run_checks() if error.id == "languages.E001"] == []
    stream = blocks.StreamBlock([("row", blocks.ListBlock(blocks.StructBlock([("table", TypedTableBlock())])))])
    assert [is_known(leaf) for leaf in leaves(stream)] == [False]
    assert not is_known(blocks.RawHTMLBlock())
    assert is_known(blocks.CharBlock())


@pytest.fixture
def news(db) -> NewsPage:
    Locale.objects.get_or_create(language_code="en")
    column = NewsIndexPageFactory(parent=make_family().lichuan.root_page, slug="news")
    return NewsPageFactory(parent=column, body=[{"type": "table", "id": "table-1", "value": TABLE}])


TABLE = {
    "caption": "票价",
    "row_header": True,
    "table": {
        "columns": [
            {"type": "text", "heading": "票种"},
            {"type": "number", "heading": "元"},
            {"type": "rich_text", "heading": ""},
        ],
        "rows": [
            {"values": ["成人票", 80, '<p>凭<a href="https://www.example.cn/">证件</a></p><p>当日有效</p>']},
            {"values": ["成人票", 40, None]},
            {"values": [None, None, "<p></p>"]},
        ],
        "caption": "",
    },
}
ENGLISH = {
    "票价": "Prices",
    "票种": "Ticket",
    "元": "RMB",
    "成人票": "Adult &amp; senior",
    '凭<a id="a1">证件</a>': 'Bring <a id="a1">your ID</a>',
    "当日有效": "Valid for one day",
}


def test_a_table_is_translated_heading_by_heading_and_cell_by_cell(news):
    english = begin(news)
    for segment in StringSegment.objects.filter(source__object_id=news.translation_key).select_related("string"):
        write(segment, ENGLISH.get(segment.string.data, "Other"))
    translation = Translation.objects.get(source__object_id=news.translation_key)
    translation.save_target(publish=False)
    value = NewsPage.objects.get(pk=english.pk).body[0].value
    assert value["caption"] == "Prices"
    assert [column["heading"] for column in value["table"].columns] == ["Ticket", "RMB", ""]
    rows = [row["values"] for row in value["table"].row_data]
    assert [row[0] for row in rows] == ["Adult & senior", "Adult & senior", None]
    assert [row[1] for row in rows] == [Decimal(80), Decimal(40), None]
    assert rows[0][2].source == ('<p>Bring <a href="https://www.example.cn/">your ID</a></p><p>Valid for one day</p>')
    assert news.body[0].value["table"].columns[0]["heading"] == "票种", "The Chinese page keeps its own."


def test_a_new_row_asks_for_its_own_texts_only(news):
    begin(news)
    before = set(StringSegment.objects.values_list("string__data", "context__path"))
    table = {**TABLE["table"], "rows": [{"values": ["学生票", 20, ""]}, *TABLE["table"]["rows"]]}
    news.body = NewsPage.body.field.stream_block.to_python(
        [{"type": "table", "id": "table-1", "value": {**TABLE, "table": table}}]
    )
    news.save_revision().publish()
    after = set(StringSegment.objects.values_list("string__data", "context__path"))
    assert before < after
    assert [text for text, _path in after - before] == ["学生票"]


def test_texts_that_were_never_stored_do_not_stop_a_translation(db):
    Locale.objects.get_or_create(language_code="en")
    home = HomePageFactory(
        parent=Page.get_first_root_node(),
        slug="sparse",
        sections=[{"type": "tasks", "value": {"items": [{"label": "看山", "icon": "map"}]}}],
    )
    assert home.sections[0].value["items"] is not None
    begin(home)
    assert completed(home).sections.raw_data is not None
    assert StringSegment.objects.filter(string__data=home.title).exists()


def test_units_from_a_csv_file_can_be_translated(db, django_user_model):
    from cms.pages.units import csv_import
    from tests.factories.units import UnitIndexPageFactory

    Locale.objects.get_or_create(language_code="en")
    index = UnitIndexPageFactory(parent=make_family().lichuan.root_page, slug="units")
    rows = csv_import.read("类型,标题,来源\n智慧校园,示例小学,示例教育局\n".encode())
    plan = csv_import.check(rows, index)
    assert plan.problems == []
    csv_import.create_drafts(plan.units, index, django_user_model.objects.create_user("importer"))
    unit = plan.units[0]
    unit.get_latest_revision().publish()
    unit.refresh_from_db()
    begin(unit)
    assert StringSegment.objects.filter(source__object_id=unit.translation_key, string__data="示例小学").exists()
