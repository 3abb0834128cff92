"""Opening, handling and finding cases in the admin."""

import csv

import pytest
from django.urls import reverse

from cms.editorial.cases.models import Case, Track
from tests.cms.editorial.cases.conftest import may
from tests.factories.cases import finish, make_case, make_overdue_case

LIST = "wagtailsnippets_cases_case:list"


def screen(case: Case) -> str:
    return reverse("wagtailsnippets_cases_case:inspect", args=[case.pk])


def track_form(kind: str, **values) -> dict[str, object]:
    fields = {"status": "progress", "department": "文旅局", "person_name": "值班员", "working_days": 5, **values}
    return {"step": f"track-{kind}", **{f"{kind}-{name}": value for name, value in fields.items()}}


def test_a_case_is_opened_and_leads_to_its_screen(office):
    data = {"title": "停水", "description": "三天没有水", "severity": "serious", "source": "hotline", "source_note": ""}
    response = office.client.post(reverse("wagtailsnippets_cases_case:add"), data | {"site": office.family.lichuan.pk})
    case = Case.objects.get(title="停水")
    assert response.url == screen(case)
    assert (case.opened_by, case.tracks.count()) == (office.person, 2)
    shown = office.client.get(screen(case)).content.decode()
    assert all(str(kind.label) in shown for kind in Track.Kind)


def test_both_tracks_are_handled_and_the_case_is_closed_on_one_screen(office):
    address = screen(office.case)
    refused = office.client.post(address, {"step": "end", "end-text": "完"})
    assert office.case.obstacle in refused.content.decode() and "完" in refused.content.decode()
    for kind in Track.Kind.values:
        done = track_form(kind, status="done", result="已排水", person_name="", person=office.person.pk)
        assert office.client.post(address, done).status_code == 302
    page = office.family.lichuan.root_page
    office.client.post(address, {"step": "page", "page-page": page.pk})
    office.client.post(address, {"step": "note", "note-text": "现场已看", "note-track": "real"})
    assert page.title in office.client.get(address).content.decode()
    assert office.client.post(address, {"step": "end", "end-text": "积水已排"}).status_code == 302
    case = Case.objects.get(pk=office.case.pk)
    assert (case.is_open, case.conclusion, case.tracks.first().person) == (False, "积水已排", office.person)
    assert [entry.track for entry in case.entries.filter(text="现场已看")] == ["real"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"department": ""}, "department"),
        ({"person_name": ""}, "person_name"),
        ({"status": "done"}, "result"),
        ({"working_days": 0}, "working_days"),
    ],
)
def test_an_error_stands_at_its_field_and_nothing_is_lost(office, values, field):
    response = office.client.post(screen(office.case), track_form("real", **{"department": "水利局", **values}))
    forms = {track.kind: form for track, form in response.context["tracks"]}
    assert (list(forms["real"].errors), list(forms["opinion"].errors)) == ([field], [])
    assert field == "department" or "水利局" in response.content.decode()
    assert office.case.tracks.get(kind="real").department == ""


def test_another_countys_cases_and_pages_are_nobody_elses(office):
    other = make_case(office.family.enshi, office.person, title="别县的事")
    assert office.client.get(screen(other)).status_code == 404
    assert office.client.post(screen(other), {"step": "note", "note-text": "插话"}).status_code == 404
    page = office.family.enshi.root_page
    response = office.client.post(screen(office.case), {"step": "page", "page-page": page.pk})
    assert page.title not in response.content.decode()
    assert not office.case.pages.exists()
    listed = office.client.get(reverse(LIST)).content.decode()
    assert office.case.title in listed and other.title not in listed


def test_who_may_only_look_changes_nothing(office):
    may(office.person, office.family.enshi, "view")
    other = make_case(office.family.enshi, office.person)
    # The guard of the nine sites lets people see their own tenants' things only.
    office.person.groups.get().tenants.model.objects.get_or_create(site=office.family.enshi)[0].groups.add(
        office.person.groups.get()
    )
    assert "<form" not in office.client.get(screen(other)).content.decode().partition('class="case"')[2]
    office.client.post(screen(other), {"step": "note", "note-text": "插话"})
    assert other.entries.count() == 1


def test_overdue_cases_are_listed_exported_and_on_the_first_page(office):
    late = make_overdue_case(office.family.lichuan, office.person, title="=迟到的事")
    finished = make_overdue_case(office.family.lichuan, office.person, title="办完的事")
    for track in finished.tracks.all():
        finish(track)
    listed = office.client.get(reverse(LIST), {"overdue": "yes"})
    assert [case.pk for case in listed.context["object_list"]] == [late.pk]
    file = office.client.get(reverse(LIST), {"export": "csv", "overdue": "yes"}).getvalue().decode("utf-8-sig")
    head, row = csv.reader(file.splitlines())
    assert len(set(head)) == len(head) == len(row)
    assert row[1] == "'=迟到的事"
    first = office.client.get(reverse("wagtailadmin_home")).content.decode()
    assert f"{reverse(LIST)}?overdue=yes" in first and late.title in first and finished.title not in first


@pytest.mark.parametrize("path", ["delete", "bulk"])
def test_nobody_deletes_a_case_superusers_included(office, admin_client, path):
    """It would take its timeline along, which is there to stay."""
    address = reverse("wagtailsnippets_cases_case:delete", args=[office.case.pk])
    if path == "bulk":
        address = reverse("wagtail_bulk_action", args=["cases", "case", "delete"]) + f"?id={office.case.pk}"
    response = admin_client.post(address, SERVER_NAME="localhost")
    assert response.status_code < 500
    assert Case.objects.filter(pk=office.case.pk).exists()
