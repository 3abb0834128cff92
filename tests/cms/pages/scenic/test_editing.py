"""The editor's form of a scenic spot: it opens, refuses wrong hours with a reason, and saves right ones."""

import pytest
from django.urls import reverse
from wagtail.models import Page, Site
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.pages.scenic.models import ScenicSpotPage
from tests.factories.pages import HomePageFactory
from tests.factories.scenic import ScenicIndexPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(admin_client) -> str:
    Site.objects.all().delete()
    home = HomePageFactory(parent=Page.objects.get(depth=1), slug="zhou")
    Site.objects.create(hostname="localhost", port=8000, root_page=home, is_default_site=True)
    index = ScenicIndexPageFactory(parent=home, slug="scenic")
    admin_client.defaults["SERVER_NAME"] = "localhost"
    return reverse("wagtailadmin_pages:add", args=["scenic", "scenicspotpage", index.pk])


def form_data(opens: str = "08:00", closes: str = "17:00") -> dict:
    slot = {"opens": opens, "closes": closes, "last_admission": ""}
    slots = {"count": 1, "0": {"value": slot, "deleted": "", "order": 0, "type": "item", "id": ""}}
    season = {"name": "旺季", "starts": "04-01", "ends": "10-31", "slots": slots}
    streams = ["body", "gallery", "opening_exceptions", "tickets", "facilities"]
    data = nested_form_data(
        {
            "title": "示例峡谷",
            "source": "示例文旅部门",
            "step_free": "unknown",
            "latitude": "30.44",
            "longitude": "109.19",
            "opening_hours": streamfield([("season", season)]),
            "transport": rich_text("<p>恩施站有班车。</p>"),
            "tips": rich_text(""),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            **{name: streamfield([]) for name in streams},
        }
    )
    # Added afterwards: nested_form_data would number the ticked boxes.
    return {**data, "opening_hours-0-value-slots-0-value-days": ["1", "2"]}


def test_the_form_opens_with_a_tab_for_visitors_facts(admin_client, address):
    response = admin_client.get(address)
    assert response.status_code == 200
    tabs = [str(tab.heading) for tab in ScenicSpotPage.get_edit_handler().children]
    assert tabs == ["撰写", "游客须知", "电视", "网址与导航", "发布"]


def test_hours_are_saved(admin_client, address):
    response = admin_client.post(address, form_data())
    assert response.status_code == 302, response.context["form"].errors
    spot = ScenicSpotPage.objects.get().get_latest_revision_as_object()
    assert spot.opening.seasons[0].slots[0].days == {1, 2}
    assert "恩施站有班车" in spot.transport


def test_impossible_hours_are_refused(admin_client, address):
    response = admin_client.post(address, form_data(opens="08:00", closes="08:00"))
    assert response.status_code == 200
    assert "opening_hours" in response.context["form"].errors
    assert not ScenicSpotPage.objects.exists()
