"""The desk on which somebody of the channel says what television may show."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry

from cms.core.release import shipped
from cms.tv.visible import visible_items
from tests.factories.languages import translate
from tests.factories.sites import works_for
from tests.factories.users import UserFactory


def somebody(site, *codenames: str):
    """Of the site's staff, with these rights."""
    group = Group.objects.create(name=f"{site} {codenames}")
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    works_for(group, site, oversees_all=site.is_default_site)
    person = UserFactory()
    person.groups.add(group)
    return person


def client_of(person) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(person)
    return client


@pytest.fixture
def person(family):
    return somebody(family.prefecture, "approve_item")


@pytest.fixture
def client(person) -> Client:
    return client_of(person)


def test_a_page_goes_on_television_and_off_again(live, client, person):
    page = live(approved=False, title="峡谷晨雾")
    desk = reverse("tv_desk")
    assert "峡谷晨雾" in client.get(desk).content.decode()
    client.post(desk, {"page": [page.pk], "action": "approve"})
    (item,) = visible_items()
    assert (item.page_id, item.by) == (page.pk, person)
    client.post(desk, {"page": [page.pk], "action": "take_off"})
    assert not visible_items().exists()
    assert list(
        PageLogEntry.objects.filter(action__startswith="tv.").values_list("action", flat=True).order_by("pk")
    ) == [
        "tv.approve",
        "tv.take_off",
    ]


@pytest.mark.parametrize(("state", "found"), [("on", "峡谷晨雾"), ("off", "云里的学校")])
def test_the_list_is_filtered_by_state(page, live, client, state, found):
    live(approved=False, title="云里的学校", slug="school")
    text = client.get(reverse("tv_desk"), {"state": state, "title": found}).content.decode()
    assert f'aria-label="{found}"' in text
    other = {"峡谷晨雾": "云里的学校", "云里的学校": "峡谷晨雾"}[found]
    assert f'aria-label="{other}"' not in text


def test_each_language_is_approved_and_taken_off_for_itself(live, client):
    page = live(approved=False, title="峡谷晨雾")
    with shipped():
        english = translate(page, "en", title="Morning mist")
        translate(page, "zh-hant", title="峽谷晨霧")
    desk = reverse("tv_desk")

    def shown() -> set[str]:
        return set(visible_items().values_list("title", flat=True))

    client.post(desk, {"page": [english.pk], "action": "approve"})
    assert shown() == {"Morning mist"}
    client.post(desk, {"page": [page.pk], "action": "approve"})
    assert shown() == {"Morning mist", "峡谷晨雾", "峽谷晨霧"}
    client.post(desk, {"page": [english.pk], "action": "take_off"})
    assert shown() == {"峡谷晨雾", "峽谷晨霧"}
    client.post(desk, {"page": [english.pk], "action": "approve"})
    client.post(desk, {"page": [page.pk], "action": "take_off"})
    assert shown() == {"Morning mist"}


def test_nothing_happens_when_nothing_is_ticked(client, db):
    assert client.post(reverse("tv_desk"), {"action": "approve"}).status_code == 302


def test_nobody_else_gets_in(family):
    assert client_of(somebody(family.prefecture)).get(reverse("tv_desk")).status_code == 302
    assert client_of(somebody(family.lichuan, "approve_item")).get(reverse("tv_desk")).status_code == 404
