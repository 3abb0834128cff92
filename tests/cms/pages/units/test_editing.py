"""The editor's forms of units open, and what is typed into one comes back."""

import pytest
from django.urls import reverse
from wagtail.models import Page, Site
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.pages.units.models import UNIT_MODELS, SmartCampusPage
from tests.factories.pages import HomePageFactory
from tests.factories.units import UnitIndexPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def index():
    Site.objects.all().delete()
    home = HomePageFactory(parent=Page.objects.get(depth=1), slug="zhou")
    Site.objects.create(hostname="localhost", port=8000, root_page=home, is_default_site=True)
    return UnitIndexPageFactory(parent=home, slug="units")


@pytest.fixture
def admin(admin_client):
    admin_client.defaults["SERVER_NAME"] = "localhost"
    return admin_client


@pytest.mark.parametrize("model", UNIT_MODELS.values(), ids=lambda model: model.__name__)
def test_the_form_of_every_kind_opens(admin, index, model: type):
    response = admin.get(reverse("wagtailadmin_pages:add", args=["units", model._meta.model_name, index.pk]))
    assert response.status_code == 200


def test_a_campus_with_stages_and_a_care_room_is_saved_as_a_draft(admin, index):
    care_room = {
        "seats": "24",
        "responsible_role": "duty_teacher",
    }
    data = {
        "title": "示例小学",
        "summary": "",
        "slug": "",
        "source": "示例教育部门",
        "applications": streamfield([]),
        "facts": streamfield([]),
        "body": streamfield([("paragraph", rich_text("<p>示例</p>"))]),
        "care_room": streamfield([("care_room", care_room)]),
    }
    # Apart, because nested_form_data would number the ticked boxes.
    ticked = {
        "stages": ["primary"],
        "care_room-0-value-services": ["reading", "homework"],
        "care_room-0-value-opening": ["weekend"],
    }
    response = admin.post(
        reverse("wagtailadmin_pages:add", args=["units", "smartcampuspage", index.pk]),
        {**nested_form_data({**data, "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}}), **ticked},
    )
    assert response.status_code == 302, response.context["form"].errors
    campus = SmartCampusPage.objects.get().get_latest_revision_as_object()
    assert campus.slug == "shi-li-xiao-xue"
    assert campus.stages == ["primary"]
    assert campus.care_room[0].value["seats"] == 24
    assert len(campus.care_room[0].value.service_labels) == 2
