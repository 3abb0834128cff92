"""Each county reads its own part of the audit, the prefecture all of it."""

import csv
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from cms.audit.models import Action, AuditEntry
from cms.audit.record import record
from cms.pages.news.models import NewsPage, Topic
from sites.models import Tenant
from tests.factories.media import ImageFactory
from tests.factories.pages import TopicFactory


def person(name: str):
    return get_user_model().objects.get(username=name)


def site_of(slug: str) -> Site:
    return Site.objects.get(hostname=f"{slug}.localhost")


def client_of(name: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(person(name))
    return client


def titles_for(name: str, **query: str) -> list[str]:
    response = client_of(name).get(reverse("audit_report"), {"export": "csv", **query})
    assert response.status_code == 200
    return [row[5] for row in csv.reader(StringIO(b"".join(response.streaming_content).decode()))][1:]


def last_entry() -> AuditEntry:
    return AuditEntry.objects.order_by("pk").last()


@pytest.fixture
def three_entries(nine_sites) -> None:
    record(Action.RAN, title="of-lichuan", site_id=site_of("lichuan").pk)
    record(Action.RAN, title="of-badong", site_id=site_of("badong").pk)
    record(Action.RAN, title="of-nobody")


def test_building_the_sites_leaves_one_entry_of_each_step_and_site(nine_sites):
    built = AuditEntry.objects.filter(action=Action.RAN, title="provision_sites")
    assert {entry.site_id for entry in built} == {None, *Site.objects.values_list("pk", flat=True)}
    # Of each site its pages and its television; before them, between them and last what belongs to all.
    assert built.count() == 2 * len(nine_sites.entries) + 3
    assert AuditEntry.objects.exclude(pk__in=built).count() == 0
    of_lichuan = built.filter(site_id=site_of("lichuan").pk).order_by("pk").first()
    pages = NewsPage.objects.filter(url_path__contains="/lichuan/", locale__language_code="zh-hans").count()
    assert of_lichuan.details["objects"]["news.newspage created"] >= pages


def test_building_again_says_nothing_if_nothing_was_to_be_done_and_tells_rights_that_were_put_back(nine_sites):
    count = AuditEntry.objects.count()
    nine_sites.again()
    assert AuditEntry.objects.count() == count, last_entry().details
    group = Group.objects.get(name="利川编辑")
    group.permissions.clear()
    nine_sites.again()
    assert any("利川编辑" in change for change in last_entry().details["changes"])


@pytest.mark.parametrize("name", ["lichuan-reviewer", "lichuan-admin"])
def test_a_county_reads_its_own_entries_only(three_entries, name: str):
    titles = titles_for(name)
    assert "of-lichuan" in titles
    assert not {"of-badong", "of-nobody"} & set(titles)
    page = client_of(name).get(reverse("audit_report")).content.decode()
    assert "of-lichuan" in page
    assert "of-badong" not in page
    assert site_of("badong").site_name not in page


def test_another_county_s_number_in_the_filter_answers_404(three_entries):
    response = client_of("lichuan-admin").get(reverse("audit_report"), {"site": site_of("badong").pk})
    assert response.status_code == 404


def test_filters_take_any_words(three_entries):
    assert titles_for("lichuan-admin", subject="123", person="456") == []


@pytest.mark.parametrize("name", ["prefecture-reviewer", "admin"])
def test_the_prefecture_reads_all(three_entries, name: str):
    assert {"of-lichuan", "of-badong", "of-nobody"} <= set(titles_for(name))


@pytest.mark.parametrize("name", ["lichuan-editor", "prefecture-editor", "prefecture-tv"])
def test_others_do_not_read_it(three_entries, name: str):
    assert client_of(name).get(reverse("audit_report")).status_code == 302


def test_sign_ins_are_read_by_the_county_of_the_person(nine_sites):
    Client(SERVER_NAME="localhost").post(
        reverse("wagtailadmin_login"), {"username": "lichuan-editor", "password": "a wrong guess"}
    )
    assert "lichuan-editor" in titles_for("lichuan-admin", action="sign_in_failed")
    assert titles_for("badong-admin", action="sign_in_failed") == []


def test_files_collections_and_groups_belong_to_their_county(nine_sites):
    tenant = Tenant.objects.get(site=site_of("lichuan"))
    inner = tenant.collection.add_child(name="2026")
    group = tenant.groups.first()
    group.name = "利川写稿人"
    group.save()
    for row in (ImageFactory(collection=tenant.collection), ImageFactory(collection=inner), group):
        entry = AuditEntry.objects.filter(object_type=row._meta.label_lower, object_id=str(row.pk)).last()
        assert entry.site_id == tenant.site_id


def test_what_belongs_to_no_site_is_read_where_the_person_works_who_changed_it(nine_sites):
    client = client_of("lichuan-admin")
    client.get(reverse("audit_report"), {"export": "csv"})
    assert last_entry().action == Action.EXPORTED
    assert last_entry().site_id == site_of("lichuan").pk
    topic = TopicFactory()
    assert AuditEntry.objects.get(object_type=Topic._meta.label_lower, object_id=str(topic.pk)).site_id is None
