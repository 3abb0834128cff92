"""What few may read does not become public past the gate, and what is live stays on its site."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from cms.core.release import shipped
from cms.editorial.gate.refusal import GateRefusal
from cms.editorial.recall.recalling import recall_page
from cms.pages.news.models import NewsPage
from cms.publications.models import LogRow
from tests.factories.pages import NewsIndexPageFactory
from tests.factories.review import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.gate]


@pytest.fixture
def page(desk: Desk) -> NewsPage:
    return desk.live()


@pytest.fixture
def client(desk: Desk) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(desk.root)
    return client


def restrict(page: Page) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page, restriction_type="password", password="geheim")


def test_restricting_is_done_at_once_and_written_down(client: Client, page: NewsPage):
    data = {"restriction_type": "password", "password": "geheim"}
    client.post(reverse("wagtailadmin_pages:set_privacy", args=[page.pk]), data)
    assert PageViewRestriction.objects.get().page_id == page.pk
    row = LogRow.objects.filter(page_id=page.pk).last()
    assert (row.operation, bool(row.actor_id)) == ("restrict", True)


@pytest.mark.parametrize("where", ["the page", "the section above it"])
def test_lifting_is_refused_while_something_is_live(desk: Desk, client: Client, page: NewsPage, where: str):
    place = page.page_ptr if where == "the page" else desk.column.page_ptr
    row = restrict(place)
    answer = client.post(reverse("wagtailadmin_pages:set_privacy", args=[place.pk]), {"restriction_type": "none"})
    assert page.title in answer.json()["html"] or desk.column.title in answer.json()["html"]
    with pytest.raises(GateRefusal), transaction.atomic():
        row.delete()
    with pytest.raises(GateRefusal), transaction.atomic():
        PageViewRestriction.objects.all().delete()
    row.page = desk.draft().page_ptr
    with pytest.raises(GateRefusal), transaction.atomic():
        row.save()
    assert PageViewRestriction.objects.get().page_id == place.pk


def test_what_was_recalled_may_be_opened_and_is_reviewed_again(desk: Desk, page: NewsPage):
    row = restrict(page.page_ptr)
    recall_page(page, desk.reviewer, reason="other", explanation="公开")
    row.delete()
    desk.approve_all(page)
    assert Page.objects.get(pk=page.pk).live


def test_one_of_two_restrictions_may_go(desk: Desk, page: NewsPage):
    row = restrict(page.page_ptr)
    restrict(desk.column.page_ptr)
    row.delete()


def test_no_way_out_of_a_restricted_section(desk: Desk, page: NewsPage):
    with shipped():
        public = NewsIndexPageFactory(parent=desk.family.lichuan.root_page)
        mirror = page.create_alias(parent=public, update_slug="mirror")
    restrict(desk.column.page_ptr)
    with pytest.raises(GateRefusal), transaction.atomic():
        Page.objects.get(pk=page.pk).move(public, pos="last-child")
    mirror.alias_of = None
    with pytest.raises(GateRefusal), transaction.atomic():
        mirror.save()
    Page.objects.get(pk=desk.draft().pk).move(public, pos="last-child")


def test_what_is_live_does_not_move_to_another_site(desk: Desk, client: Client, page: NewsPage):
    with shipped():
        other = NewsIndexPageFactory(parent=desk.family.enshi.root_page)
        near = NewsIndexPageFactory(parent=desk.family.lichuan.root_page)
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, other.pk]))
    assert Page.objects.get(pk=page.pk).get_parent().pk == desk.column.pk
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"]) + f"?id={page.pk}"
    client.post(bulk, {"chooser": other.pk})
    assert Page.objects.get(pk=page.pk).get_parent().pk == desk.column.pk
    Page.objects.get(pk=page.pk).move(near, pos="last-child")
    Page.objects.get(pk=desk.draft().pk).move(other, pos="last-child")
    assert Page.objects.get(pk=page.pk).get_parent().pk == near.pk
