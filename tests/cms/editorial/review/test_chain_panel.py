"""Staff find the chain of responsibility where they are: beside the editor, and on the public page."""

import csv
import io
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.users.models import User
from tests.factories.review import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.gate]


def signed_in(user: User, host: str = "localhost") -> Client:
    client = Client(headers={"host": host})
    client.force_login(user)
    return client


@pytest.fixture
def page(desk: Desk) -> Page:
    """Live, by two people."""
    page = desk.draft(title="清江涨水了")
    desk.approve_all(page)
    return Page.objects.get(pk=page.pk).specific


def panel_of(page: Page, user: User) -> BeautifulSoup | None:
    html = signed_in(user).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content
    return BeautifulSoup(html, "html.parser").select_one("[data-side-panel=responsibility]")


def on_the_public_page(page: Page, user: User | None = None):
    """What the page's own host answers; `user` is signed in there."""
    address = urlsplit(page.full_url)
    client = signed_in(user, address.hostname) if user else Client(headers={"host": address.hostname})
    return client.get(address.path)


def test_the_editor_names_author_approvals_with_stage_person_and_time_beside_the_page(desk: Desk, page: Page):
    panel = panel_of(page, desk.editor)
    for text in (
        desk.editor.display_name,
        "本级审核",
        desk.reviewer.display_name,
        "保密审查",
        desk.checker.display_name,
    ):
        assert text in panel.text
    assert len(panel.select("time[datetime]")) == 3, "Two approvals and the publication."
    assert reverse("review_page", args=[page.pk]) in [link["href"] for link in panel.select("a")]


def test_the_panel_leads_to_a_table_of_this_page_alone(desk: Desk, page: Page):
    desk.approve_all(desk.draft(title="别的页面"))
    [address] = [link["href"] for link in panel_of(page, desk.editor).select("a") if "export=csv" in link["href"]]
    answer = signed_in(desk.editor).get(address)
    [row] = csv.DictReader(io.StringIO(answer.getvalue().decode().lstrip("\ufeff")))
    assert "清江涨水了" in row.values()


def test_a_draft_says_that_readers_see_nothing_and_who_has_approved_so_far(desk: Desk):
    draft = desk.draft()
    desk.submit(draft)
    desk.decide(draft, desk.reviewer)
    panel = panel_of(draft, desk.editor)
    assert not panel.find(string="发布时间")
    assert desk.reviewer.display_name in panel.text


def test_the_public_page_leads_staff_to_its_chain(desk: Desk, page: Page):
    answer = on_the_public_page(page, desk.editor)
    assert reverse("review_page", args=[page.pk]) in answer.content.decode()
    assert "private" in answer.headers["Cache-Control"] and "Cookie" in answer.headers["Vary"]


def test_readers_get_the_same_page_whoever_they_are(page: Page):
    answer = on_the_public_page(page)
    assert "wagtail-userbar" not in answer.content.decode()
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_somebody_who_may_not_enter_the_admin_sees_no_bar(page: Page):
    answer = on_the_public_page(page, User.objects.create_user("stranger"))
    assert "private" in answer.headers["Cache-Control"]
    assert "wagtail-userbar" not in answer.content.decode()
