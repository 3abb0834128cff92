"""Services that are handed over to the phone."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from cms.core.release import shipped
from cms.pages.standard.models import HomePage
from cms.tv.approving import approve, take_off

ITEMS = [
    {"icon": "phone", "label": "12345 热线", "description": "咨询和求助", "address": "tel:12345", "page": None},
    {"icon": "landmark", "label": "政务服务", "description": "", "address": "https://zwfw.example/", "page": None},
]


@pytest.fixture
def home(family, live) -> HomePage:
    """Lichuan's, with two addresses and a page of its own; on television."""
    target = live(approved=False, slug="guide", title="办事指南")
    home = HomePage.objects.get(pk=family.lichuan.root_page_id)
    links = [*ITEMS, {"icon": "info", "label": "办事指南", "description": "", "address": "", "page": target.pk}]
    rows = [{"type": "item", "id": f"id-{number}", "value": value} for number, value in enumerate(links)]
    section = {"type": "services", "value": {"title": "便民服务", "items": rows}}
    home.sections = json.dumps([section])
    with shipped():
        home.save_revision().publish()
    approve(Page.objects.get(pk=home.pk), None)
    return home


def test_services_of_a_home_page_on_television_are_handed_over(home, ask):
    found = ask("/services?site=422802").json()["items"]
    assert [(one["label"], one["phone"]) for one in found] == [
        ("12345 热线", "tel:12345"),
        ("政务服务", "https://zwfw.example/"),
        ("办事指南", "http://lichuan.localhost/news/guide/?from=tv"),
    ]
    code = ask(found[0]["qr"].partition("/api/tv/v1")[2])
    assert (code.status_code, code["Content-Type"]) == (200, "image/svg+xml")


def test_other_sites_have_none_and_unknown_ones_are_refused(home, ask):
    assert ask("/services?site=422801").json()["items"] == []
    assert ask("/services?site=420100").status_code == 422
    assert ask("/services/nothing/qr.svg").status_code == 404


def test_a_service_whose_page_is_past_its_time_is_gone_before_the_scheduler_runs(home, ask):
    Page.objects.filter(slug="guide").update(expire_at=timezone.now() - timedelta(seconds=1))
    assert len(ask("/services").json()["items"]) == 2


def test_a_service_goes_with_its_page_and_all_go_with_the_home_page(home, ask):
    Page.objects.get(slug="guide").unpublish()
    assert len(ask("/services").json()["items"]) == 2
    take_off(Page.objects.get(pk=home.pk))
    assert ask("/services").json()["items"] == []
