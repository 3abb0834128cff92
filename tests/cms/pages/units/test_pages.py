"""Demonstration units: counting, listing, and what a care room can hold."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from wagtail.blocks import FieldBlock
from wagtail.models import Page, PageViewRestriction, Site

from cms.pages.units.blocks import CareRoomBlock
from cms.pages.units.kinds import STAGES, Kind
from cms.pages.units.models import UNIT_MODELS, UNIT_PAGE_TYPES, SmartCampusPage, UnitIndexPage, with_card_fields
from tests.factories.pages import HomePageFactory
from tests.factories.units import SmartCampusPageFactory, SmartVillagePageFactory, UnitIndexPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def indexes() -> dict[str, UnitIndexPage]:
    """The prefecture's index with 32 announced campuses, and one of a county with two campuses and a village."""
    Site.objects.all().delete()
    prefecture = HomePageFactory(parent=Page.objects.get(depth=1), slug="zhou")
    county = HomePageFactory(parent=prefecture, title="利川市", slug="lichuan")
    Site.objects.create(hostname="localhost", port=8000, root_page=prefecture)
    Site.objects.create(hostname="lichuan.localhost", port=8000, root_page=county)
    target = ("target", {"kind": "campus", "number": 32, "source": "据公开报道（2016年）"})
    found = {
        "zhou": UnitIndexPageFactory(parent=prefecture, slug="units", targets=[target]),
        "lichuan": UnitIndexPageFactory(parent=county, slug="units"),
    }
    SmartVillagePageFactory(parent=found["lichuan"], title="示例村")
    SmartCampusPageFactory(parent=found["lichuan"], title="示例小学", slug="primary")
    SmartCampusPageFactory(parent=found["lichuan"], title="示例中学", slug="middle")
    SmartCampusPageFactory(parent=found["zhou"], title="州直示例学校", slug="zhou-school")
    return found


def fresh(index: UnitIndexPage) -> UnitIndexPage:
    return UnitIndexPage.objects.get(pk=index.pk)


def listed(index: UnitIndexPage, **query) -> list[str]:
    context = fresh(index).get_context(RequestFactory().get("/units/", query))
    return [page.title for page in context["listing"].items]


def test_there_are_seven_kinds_and_a_page_type_for_each():
    assert list(UNIT_MODELS) == list(Kind)
    assert [model._meta.label for model in UNIT_MODELS.values()] == UNIT_PAGE_TYPES


def test_the_prefecture_counts_its_own_and_the_counties_units_against_the_targets(indexes):
    counters = {each["kind"]: each for each in fresh(indexes["zhou"]).counters()}
    assert (counters["campus"]["count"], counters["campus"]["target"]) == (3, 32)
    assert (counters["village"]["count"], counters["village"]["target"]) == (1, None)
    assert counters["hospital"]["count"] == 0
    assert counters["campus"]["url"].endswith("/units/?kind=campus")


def test_a_county_counts_its_own(indexes):
    counters = {each["kind"]: each["count"] for each in fresh(indexes["lichuan"]).counters()}
    assert (counters["campus"], counters["village"]) == (2, 1)


def test_drafts_and_private_pages_are_not_counted(indexes):
    SmartCampusPage.objects.get(slug="primary").unpublish()
    PageViewRestriction.objects.create(page=Page.objects.get(slug="middle"), restriction_type="login")
    counters = {each["kind"]: each["count"] for each in fresh(indexes["lichuan"]).counters()}
    assert counters["campus"] == 0


def test_the_list_goes_kind_by_kind_and_filters_by_kind_and_county(indexes):
    assert listed(indexes["zhou"]) == ["示例小学", "示例中学", "州直示例学校", "示例村"]
    assert listed(indexes["zhou"], kind="village") == ["示例村"]
    assert listed(indexes["zhou"], kind="campus", county="lichuan") == ["示例小学", "示例中学"]
    assert listed(indexes["zhou"], kind="nonsense") == listed(indexes["zhou"])
    assert listed(indexes["lichuan"]) == ["示例小学", "示例中学", "示例村"]


def test_filters_offer_only_kinds_that_exist_and_counties_only_on_the_prefecture(indexes):
    request = RequestFactory().get("/units/")
    of_prefecture = fresh(indexes["zhou"]).get_context(request)["listing"].filters
    assert [(option.url, option.count) for option in of_prefecture[0].options] == [
        ("/units/?kind=campus", 3),
        ("/units/?kind=village", 1),
    ]
    assert [option.label for option in of_prefecture[1].options] == ["利川市"]
    assert [each.name for each in fresh(indexes["lichuan"]).get_context(request)["listing"].filters] == ["kind"]


def test_the_list_costs_few_queries(indexes, django_assert_max_num_queries):
    index = fresh(indexes["zhou"])
    fresh(indexes["zhou"]).counters()
    with django_assert_max_num_queries(8):
        items = index.get_context(RequestFactory().get("/units/"))["listing"].items
        assert [(item.summary, item.level, item.since, item.lead_image) for item in items][0] == (
            "一句话摘要。",
            "",
            None,
            None,
        )


def test_cards_of_all_kinds_cost_as_many_queries_as_cards_of_one(indexes, django_assert_num_queries):
    for number, model in enumerate(UNIT_MODELS.values()):
        unit = model(
            title=f"示例{number}", slug=f"unit-{number}", source="示例", summary=f"摘要{number}", level="county"
        )
        indexes["lichuan"].add_child(instance=unit)
    pages = list(fresh(indexes["lichuan"]).units.order_by("path"))
    with django_assert_num_queries(1):
        units = with_card_fields(pages)
        summaries = {unit.title: (unit.summary, unit.get_level_display(), unit.kind_label) for unit in units}
    assert [type(unit) for unit in units[-7:]] == list(UNIT_MODELS.values())
    assert summaries["示例3"][0] == "摘要3"
    assert summaries["示例3"][2] == Kind.SCENIC.label


def test_a_care_room_holds_choices_and_one_number_and_nothing_else():
    """No field of the block takes free text, so no child's data can be stored in it."""
    fields = CareRoomBlock().child_blocks
    assert all(isinstance(block, FieldBlock) for block in fields.values())
    kinds = {name: type(block).__name__ for name, block in fields.items()}
    assert kinds == {
        "services": "MultipleChoiceBlock",
        "seats": "IntegerBlock",
        "opening": "MultipleChoiceBlock",
        "responsible_role": "ChoiceBlock",
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"services": ["田小禾喜欢画画"]},
        {"opening": ["whenever 小明 comes"]},
        {"responsible_role": "田老师"},
        {"seats": 0},
        {"seats": "小明"},
    ],
)
def test_a_care_room_refuses_words_of_one_s_own(changes: dict):
    good = {
        "services": ["reading"],
        "seats": 20,
        "opening": ["weekend"],
        "responsible_role": "duty_teacher",
    }
    block = CareRoomBlock()
    assert block.clean(block.normalize(good))
    with pytest.raises(ValidationError):
        block.clean(block.normalize({**good, **changes}))


def test_a_campus_has_at_most_one_care_room():
    assert SmartCampusPage.care_room.field.stream_block.meta.max_num == 1


def test_stages_are_checkboxes_in_their_own_order(indexes):
    form = SmartCampusPage._meta.get_field("stages").formfield()
    assert form.clean(["senior", "primary"]) == ["senior", "primary"]
    with pytest.raises(ValidationError):
        form.clean(["university"])
    campus = SmartCampusPage.objects.get(slug="primary")
    campus.stages = ["senior", "primary"]
    campus.save()
    campus.refresh_from_db()
    assert campus.stage_labels == [str(label) for key, label in STAGES if key in ("primary", "senior")]
    assert json.loads(json.dumps(campus.stages)) == ["senior", "primary"]


@pytest.mark.parametrize("text", ["13900000000", "田禾 139-0000-0000", "422801 1990 0101 0000"])
def test_a_contact_is_a_role_and_not_a_number(indexes, text: str):
    campus = SmartCampusPage.objects.get(slug="primary")
    campus.contact_role = text
    with pytest.raises(ValidationError) as error:
        campus.full_clean()
    assert "contact_role" in error.value.message_dict


def test_templates_are_shared_except_for_campuses():
    found = {model.template_path() for model in UNIT_MODELS.values()}
    assert found == {"pages/unit_page.html", "pages/smart_campus_page.html"}
