"""Scenic spots and their lists across a family of sites."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from cms.pages.scenic.around import project
from cms.pages.scenic.models import ScenicSpotPage
from tests.factories.pages import HomePageFactory
from tests.factories.scenic import ALL_YEAR, ScenicIndexPageFactory, ScenicSpotPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def family():
    """A prefecture with two counties; each has an index, the counties have spots."""
    Site.objects.all().delete()
    prefecture = HomePageFactory(parent=Page.objects.get(depth=1), title="恩施州", slug="zhou")
    Site.objects.create(hostname="localhost", port=8000, root_page=prefecture)
    indexes = {"zhou": ScenicIndexPageFactory(parent=prefecture, slug="scenic")}
    for slug, title in {"lichuan": "利川市", "enshi": "恩施市"}.items():
        home = HomePageFactory(parent=prefecture, title=title, slug=slug)
        Site.objects.create(hostname=f"{slug}.localhost", port=8000, root_page=home)
        indexes[slug] = ScenicIndexPageFactory(parent=home, slug="scenic")
    spots = {
        "tenglong": spot(indexes["lichuan"], "腾龙洞", "30.335", "108.98", grade="5A", step_free="partial"),
        "shuixiang": spot(indexes["lichuan"], "龙船水乡", "30.27", "108.83", grade="4A"),
        "canyon": spot(indexes["enshi"], "恩施大峡谷", "30.44", "109.19", grade="5A", step_free="full"),
        "nowhere": spot(indexes["enshi"], "没有坐标", None, None),
    }
    return {"indexes": indexes, "spots": spots}


def spot(index, title: str, lat: str | None, lon: str | None, **fields) -> ScenicSpotPage:
    latitude, longitude = (Decimal(value) if value else None for value in (lat, lon))
    return ScenicSpotPageFactory(parent=index, title=title, latitude=latitude, longitude=longitude, **fields)


def context_of(index, **query) -> dict:
    return Page.objects.get(pk=index.pk).specific.get_context(RequestFactory().get("/scenic/", query))


def titles(pages) -> list[str]:
    return [page.title for page in pages]


def test_the_prefecture_s_list_shows_all_counties_and_filters_by_county(family):
    context = context_of(family["indexes"]["zhou"])
    assert titles(context["listing"].items) == ["腾龙洞", "恩施大峡谷", "龙船水乡", "没有坐标"]
    counties = context["listing"].filters[0]
    assert [(option.label, option.url) for option in counties.options] == [
        ("利川市", "/scenic/?county=lichuan"),
        ("恩施市", "/scenic/?county=enshi"),
    ]
    only_lichuan = context_of(family["indexes"]["zhou"], county="lichuan")
    assert titles(only_lichuan["listing"].items) == ["腾龙洞", "龙船水乡"]
    assert titles(point["page"] for point in only_lichuan["map_points"]) == ["腾龙洞", "龙船水乡"]


def test_a_county_s_list_shows_its_own_and_has_no_county_filter(family):
    context = context_of(family["indexes"]["lichuan"])
    assert titles(context["listing"].items) == ["腾龙洞", "龙船水乡"]
    assert [each.name for each in context["listing"].filters] == ["grade", "step_free", "sort"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"grade": "5A"}, ["腾龙洞", "恩施大峡谷"]),
        ({"step_free": "full"}, ["恩施大峡谷"]),
        ({"grade": "5A", "step_free": "partial"}, ["腾龙洞"]),
        ({"grade": "nonsense"}, ["腾龙洞", "恩施大峡谷", "龙船水乡", "没有坐标"]),
        ({"county": "hefeng"}, ["腾龙洞", "恩施大峡谷", "龙船水乡", "没有坐标"]),
    ],
)
def test_filters(family, query: dict, expected: list[str]):
    assert titles(context_of(family["indexes"]["zhou"], **query)["listing"].items) == expected


def test_the_map_leaves_out_what_has_no_position(family):
    points = context_of(family["indexes"]["zhou"])["map_points"]
    assert "没有坐标" not in [point["name"] for point in points]
    assert all(0 < point["x"] < 100 and 0 < point["y"] < 100 for point in points)


@pytest.mark.parametrize(
    ("lat", "lon", "left", "right", "top", "bottom"),
    [
        (30.2938, 108.9321, 5, 357, 403, 893),  # Lichuan
        (31.0445, 110.3357, 804, 981, 6, 617),  # Badong
        (29.4960, 109.4029, 319, 560, 929, 1208),  # Laifeng
        (29.8927, 110.0287, 664, 993, 636, 895),  # Hefeng
    ],
)
def test_county_seats_fall_into_their_county_on_the_schematic_map(lat, lon, left, right, top, bottom):
    x, y = project(lat, lon)
    assert left < x < right
    assert top < y < bottom


def test_nearby_looks_across_the_whole_family_by_distance(family):
    found = family["spots"]["tenglong"].nearby()
    assert titles(each["page"] for each in found) == ["龙船水乡", "恩施大峡谷"]
    assert [each["km"] for each in found] == pytest.approx([16.1, 23.3], abs=0.1)
    assert len(family["spots"]["tenglong"].nearby(limit=1)) == 1


def test_nearby_leaves_out_drafts_and_private_pages_and_needs_a_position(family):
    family["spots"]["shuixiang"].unpublish()
    PageViewRestriction.objects.create(page=family["spots"]["canyon"], restriction_type="login")
    assert family["spots"]["tenglong"].nearby() == []
    assert family["spots"]["nowhere"].nearby() == []


def test_nearby_costs_at_most_three_queries(family, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        family["spots"]["tenglong"].nearby()


def test_the_list_costs_few_queries(family, django_assert_max_num_queries):
    index = Page.objects.get(pk=family["indexes"]["zhou"].pk).specific
    Site.get_site_root_paths()
    with django_assert_max_num_queries(8):
        context = index.get_context(RequestFactory().get("/scenic/"))
        assert context["listing"].items
        assert context["map_points"]


def now_is(monkeypatch, *parts: int) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime.datetime(*parts, tzinfo=datetime.UTC))


def test_open_now_and_the_week_come_from_the_page_s_hours(family, monkeypatch):
    now_is(monkeypatch, 2026, 5, 5, 2)  # ten o'clock in Shanghai
    tenglong = ScenicSpotPage.objects.get(title="腾龙洞")
    assert tenglong.open_state().is_open is True
    assert tenglong.open_state(datetime.datetime(2026, 5, 5, 20)).is_open is False
    assert tenglong.week[0].is_today
    assert tenglong.week[0].day == datetime.date(2026, 5, 5)


@pytest.mark.parametrize(
    ("tickets", "lowest", "free"),
    [
        ([], None, None),
        ([("full", 120), ("full", 105), ("concession", 50), ("free", 0)], 105, False),
        ([("concession", 50)], 50, False),
        ([("free", 0)], 0, True),
        ([("full", 0)], 0, True),
    ],
)
def test_lowest_price_and_free_access(family, tickets: list, lowest: int | None, free: bool | None):
    page = family["spots"]["tenglong"]
    page.tickets = [
        ("ticket", {"name": "票", "kind": kind, "price": Decimal(price), "conditions": ""}) for kind, price in tickets
    ]
    assert page.ticket_from == lowest
    attraction = page.structured_data(RequestFactory().get("/"))[-1]
    assert attraction.get("isAccessibleForFree") == free


def test_structured_data_of_a_spot(family, monkeypatch):
    now_is(monkeypatch, 2026, 11, 22, 2)
    page = family["spots"]["tenglong"]
    winter = {**ALL_YEAR, "starts": "11-01", "ends": "02-29"}
    page.opening_hours = [("season", ALL_YEAR), ("season", winter)]
    over = {"starts": datetime.date(2026, 5, 1), "ends": None, "closed": True, "slots": [], "reason": ""}
    page.opening_exceptions = [("exception", over), ("exception", {**over, "starts": datetime.date(2026, 12, 7)})]
    data = page.structured_data(RequestFactory().get("/"))[-1]
    assert data["@type"] == "TouristAttraction"
    assert data["geo"] == {"@type": "GeoCoordinates", "latitude": 30.335, "longitude": 108.98}
    all_year, wrapped = data["openingHoursSpecification"]
    assert (all_year["opens"], all_year["closes"], len(all_year["dayOfWeek"])) == ("08:00", "17:00", 7)
    assert "validFrom" not in all_year
    assert (wrapped["validFrom"], wrapped["validThrough"]) == ("2026-11-01", "2027-02-28")
    assert [each["validFrom"] for each in data["specialOpeningHoursSpecification"]] == ["2026-12-07"]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"longitude": None}, "longitude"),
        ({"latitude": None}, "latitude"),
        ({"latitude": Decimal("130")}, "latitude"),
        ({"visit_hours_from": Decimal(4), "visit_hours_to": Decimal(2)}, "visit_hours_to"),
    ],
)
def test_a_spot_s_figures_are_checked(family, fields: dict, wrong: str):
    page = family["spots"]["tenglong"]
    for name, value in fields.items():
        setattr(page, name, value)
    with pytest.raises(ValidationError) as error:
        page.full_clean()
    assert wrong in error.value.message_dict
