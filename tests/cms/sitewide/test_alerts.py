"""Alert banners: when, where, in which order, and who may write them."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupSitePermission

from cms.sitewide.models import AlertBanner
from cms.users.models import User
from tests.factories.sites import works_for

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


def titles(sitewide) -> list[str]:
    return [banner.title for banner in sitewide.alerts]


@pytest.mark.parametrize(
    ("starts", "ends", "shown"),
    [(-HOUR, None, True), (-HOUR, HOUR, True), (HOUR, None, False), (-2 * HOUR, -HOUR, False)],
)
def test_only_from_the_beginning_to_the_end(family, sitewide_on, starts, ends, shown):
    now = timezone.now()
    banner = AlertBanner.objects.create(
        site=family.lichuan, title="大雨", starts_at=now + starts, ends_at=ends and now + ends
    )
    assert bool(sitewide_on("lichuan.localhost").alerts) is shown
    assert banner.is_effective is shown


def test_on_the_own_site_and_on_those_below_if_it_says_so(family, sitewide_on):
    AlertBanner.objects.create(site=family.prefecture, title="全州", include_nested=True)
    AlertBanner.objects.create(site=family.prefecture, title="本站")
    AlertBanner.objects.create(site=family.lichuan, title="利川", include_nested=True)
    assert set(titles(sitewide_on("localhost"))) == {"全州", "本站"}
    assert set(titles(sitewide_on("lichuan.localhost"))) == {"全州", "利川"}
    assert titles(sitewide_on("enshi.localhost")) == ["全州"]


def test_the_most_urgent_first(family, sitewide_on):
    for level in ["info", "urgent", "warning"]:
        AlertBanner.objects.create(site=family.lichuan, title=level, level=level)
    assert titles(sitewide_on("lichuan.localhost")) == ["urgent", "warning", "info"]


def test_a_link_to_a_page_that_is_not_live_is_left_out(family, sitewide_on):
    page = family.lichuan.root_page.specific
    AlertBanner.objects.create(site=family.lichuan, title="大雨", link_page=page)
    assert sitewide_on("lichuan.localhost").alerts[0].place.url == "http://lichuan.localhost/"
    page.unpublish()
    assert sitewide_on("lichuan.localhost").alerts[0].place is None


def test_the_end_comes_after_the_beginning(family):
    now = timezone.now()
    with pytest.raises(ValidationError) as caught:
        AlertBanner(site=family.lichuan, title="大雨", starts_at=now, ends_at=now).clean()
    assert "ends_at" in caught.value.message_dict


def test_a_county_s_editor_sees_and_changes_only_the_county_s(family):
    group = Group.objects.create(name="lichuan editors")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for action in ["add", "change"]:
        permission = Permission.objects.get(codename=f"{action}_alertbanner")
        GroupSitePermission.objects.create(group=group, site=family.lichuan, permission=permission)
    user = User.objects.create_user("editor")
    user.groups.add(group)
    works_for(group, family.lichuan)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    own = AlertBanner.objects.create(site=family.lichuan, title="利川大雨")
    foreign = AlertBanner.objects.create(site=family.enshi, title="恩施大雨")

    listing = client.get(reverse("wagtailsnippets_sitewide_alertbanner:list")).content.decode()
    assert own.title in listing
    assert foreign.title not in listing
    edit = "wagtailsnippets_sitewide_alertbanner:edit"
    assert client.get(reverse(edit, args=[own.pk])).status_code == 200
    assert client.get(reverse(edit, args=[foreign.pk])).status_code == 404
