"""Who may read the audit, what they see of it, and what they take away."""

import csv
from io import BytesIO, StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, Group, Permission
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import GroupPagePermission

from cms.audit import subjects
from cms.audit.models import Action, AuditEntry
from cms.audit.record import record
from cms.audit.report import AuditReportView
from tests.factories.sites import Family


@pytest.fixture(autouse=True)
def without_the_nine(monkeypatch):
    """As a single site has it: whoever works on the pages of a site reads its entries."""
    monkeypatch.setattr(subjects, "_reader_sites", subjects.sites_with_page_rights)


def reader(family: Family, *rights: str) -> AbstractBaseUser:
    """Somebody of Lichuan with these rights besides that of entering the admin."""
    person = get_user_model().objects.create_user("tan", "tan@example.com", "x")
    group = Group.objects.create(name="利川审核")
    names = {"access_admin", *rights}
    group.permissions.add(*Permission.objects.filter(codename__in=names))
    right = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page=family.lichuan.root_page, permission=right)
    person.groups.add(group)
    return person


def read(person: AbstractBaseUser, /, **query: str) -> str:
    request_client = Client(SERVER_NAME="localhost")
    request_client.force_login(person)
    return request_client.get(reverse("audit_report"), query).content.decode()


@pytest.fixture
def entries(family):
    record(Action.RAN, title="of-lichuan", site_id=family.lichuan.pk)
    record(Action.RAN, title="of-enshi", site_id=family.enshi.pk)
    record(Action.RAN, title="of-nobody")


def test_superusers_read_all(boss, entries):
    page = read(boss)
    assert all(title in page for title in ("of-lichuan", "of-enshi", "of-nobody"))


def read_titles(person: AbstractBaseUser, /, **query: str) -> list[str]:
    client = Client(SERVER_NAME="localhost")
    client.force_login(person)
    response = client.get(reverse("audit_report"), {"export": "csv", **query})
    text = b"".join(response.streaming_content).decode()
    return [row[5] for row in csv.reader(StringIO(text))][1:]


def test_others_read_what_belongs_to_their_site_and_nothing_else(family, entries):
    person = reader(family, "view_auditentry")
    page = read(person)
    assert "of-lichuan" in page
    assert "of-enshi" not in page
    assert "of-nobody" not in page
    titles = read_titles(person)
    assert "of-lichuan" in titles
    assert not {"of-enshi", "of-nobody"} & set(titles)
    assert "of-enshi" not in read(person, site=str(family.enshi.pk))


def test_without_the_right_there_is_neither_report_nor_menu_item(family, entries):
    person = reader(family)
    client = Client(SERVER_NAME="localhost")
    client.force_login(person)
    assert client.get(reverse("audit_report")).status_code == 302
    assert reverse("audit_report") not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_with_the_right_the_menu_leads_there(family):
    client = Client(SERVER_NAME="localhost")
    client.force_login(reader(family, "view_auditentry"))
    assert reverse("audit_report") in client.get(reverse("wagtailadmin_home")).content.decode()


def test_entries_are_found_by_person_action_object_and_site(boss, family, entries):
    record(Action.LOCKED, title="needle", actor=boss)
    assert read_titles(boss, subject="needle") == ["needle"]
    assert read_titles(boss, action="locked") == ["needle"]
    assert read_titles(boss, person="boss", action="locked") == ["needle"]
    assert read_titles(boss, person="nobody") == []
    assert read_titles(boss, site=str(family.enshi.pk), subject="of-") == ["of-enshi"]
    assert read_titles(boss, subject="of-", at_from="2000-01-01", at_to="2001-01-01") == []


def test_taking_it_away_is_itself_recorded(boss, entries):
    read_titles(boss)
    found = AuditEntry.objects.get(action=Action.EXPORTED)
    assert (found.actor_id, found.title) == (boss.pk, "audit.csv")


def test_what_a_stranger_typed_is_no_formula(boss, family):
    record(Action.SIGN_IN_FAILED, title="=HYPERLINK(0)")
    assert "'=HYPERLINK(0)" in read_titles(boss)
    client = Client(SERVER_NAME="localhost")
    client.force_login(boss)
    response = client.get(reverse("audit_report"), {"export": "xlsx"})
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    assert "'=HYPERLINK(0)" in [row[5].value for row in sheet.rows]


def test_details_are_words(boss, family):
    record(Action.CHANGED, boss, details={"email": ["a@example.com", None], "groups": {"added": ["利川编辑"]}})
    page = read(boss)
    assert "email: a@example.com → -; groups: + 利川编辑" in page


def test_the_report_asks_a_fixed_number_of_queries(boss, family, django_assert_max_num_queries):
    for number in range(60):
        record(Action.RAN, title=f"{number}", site_id=family.lichuan.pk)
    assert AuditReportView.paginate_by == 50
    client = Client(SERVER_NAME="localhost")
    client.force_login(boss)
    with django_assert_max_num_queries(30):
        client.get(reverse("audit_report"))
