"""The report of what people search for."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.models import GroupSitePermission, Site

from cms.search.counting import FEWEST
from cms.search.models import DailyQuery
from tests.cms.search.conftest import Searched
from tests.factories.sites import works_for

REPORT = "wagtailsnippets_search_dailyquery:list"


def counted(site: Site, query: str, searches: int = FEWEST, misses: int = 0, days: int = 0, language: str = "zh-hans"):
    day = timezone.localdate() - timedelta(days=days)
    DailyQuery.objects.create(site=site, query=query, searches=searches, misses=misses, day=day, language=language)


@pytest.fixture
def reader(searched: Searched, django_user_model) -> Client:
    """May see the searches of Lichuan and nothing else."""
    group = Group.objects.create(name="利川审核")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    view = Permission.objects.get(codename="view_dailyquery")
    GroupSitePermission.objects.create(group=group, site=searched.family.lichuan, permission=view)
    user = django_user_model.objects.create_user("reader")
    user.groups.add(group)
    works_for(group, searched.family.lichuan)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def listed(client: Client, **parameters) -> list[tuple]:
    response = client.get(reverse(REPORT), parameters)
    assert response.status_code == 200
    return [(row["query"], row["searches"], row["misses"]) for row in response.context["object_list"]]


def test_counts_of_all_days_are_summed_the_most_asked_first(searched: Searched, reader: Client):
    lichuan = searched.family.lichuan
    counted(lichuan, "挂号", 2, 1)
    counted(lichuan, "挂号", 3, 1, days=3)
    counted(lichuan, "峡谷", 9)
    assert listed(reader) == [("峡谷", 9, 0), ("挂号", 5, 2)]
    assert listed(reader, ordering="-misses")[0] == ("挂号", 5, 2)


def test_other_sites_searches_are_not_shown(searched: Searched, reader: Client):
    counted(searched.family.enshi, "恩施")
    assert listed(reader) == []
    assert reader.get(reverse(REPORT), {"site": searched.family.enshi.pk}).status_code == 404
    options = reader.get(reverse(REPORT)).context["filters"].form.fields["site"].queryset
    assert list(options) == [searched.family.lichuan]


def test_what_few_have_asked_is_not_shown_in_any_period(searched: Searched, reader: Client):
    counted(searched.family.lichuan, "少见", FEWEST - 1)
    counted(searched.family.lichuan, "偶尔", FEWEST, days=60)
    assert listed(reader) == []
    assert listed(reader, months="3") == []


def test_the_period_and_the_language_are_choices(searched: Searched, reader: Client):
    lichuan = searched.family.lichuan
    counted(lichuan, "春天", 99, days=80)
    counted(lichuan, "cave", 9, language="en")
    counted(lichuan, "峡谷", 10)
    assert listed(reader) == [("峡谷", 10, 0), ("cave", 9, 0)]
    assert listed(reader, months="3") == [("春天", 99, 0), ("峡谷", 10, 0), ("cave", 9, 0)]
    assert listed(reader, language="en") == [("cave", 9, 0)]
    assert listed(reader, months="many") == [("峡谷", 10, 0), ("cave", 9, 0)]


def test_it_is_exported_without_formulas_of_strangers(searched: Searched, reader: Client):
    counted(searched.family.lichuan, "=1+1", 9)
    counted(searched.family.lichuan, "峡谷", 8)
    response = reader.get(reverse(REPORT), {"export": "csv"})
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1:] == ["'=1+1,9,0", "峡谷,8,0"]
    assert reader.get(reverse(REPORT), {"export": "xlsx"}).status_code == 200


def test_who_may_not_see_it_is_sent_away(searched: Searched, django_user_model):
    user = django_user_model.objects.create_user("writer")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    assert client.get(reverse(REPORT)).status_code == 302
    assert reverse(REPORT) not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_menu_leads_to_it(searched: Searched, reader: Client):
    assert reverse(REPORT) in reader.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("name", ["add", "edit", "delete", "history", "usage"])
def test_counts_cannot_be_changed_or_read_one_by_one(name: str):
    with pytest.raises(NoReverseMatch):
        reverse(f"wagtailsnippets_search_dailyquery:{name}", args=[1] if name != "add" else [])
    with pytest.raises(NoReverseMatch):
        reverse("wagtailsnippetchoosers_search_dailyquery:choose")
