"""Two tracks, one timeline, and an end only when both are done."""

from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.audit.append_only import AppendOnlyError
from cms.audit.models import AuditEntry
from cms.editorial.cases import handling
from cms.editorial.cases.models import CalendarDay, Case, CaseEntry, Track
from tests.factories.cases import finish, make_case


def texts(case: Case) -> list[str]:
    return [entry.text for entry in case.entries.order_by("pk")]


def test_a_new_case_has_both_tracks_with_deadlines_after_its_severity(office):
    monday = timezone.make_aware(datetime(2026, 3, 2, 23, 30))
    case = make_case(office.family.lichuan, office.person, monday, severity=Case.Severity.GRAVE)
    due = {track.kind: track.due_on for track in case.tracks.all()}
    assert due == {Track.Kind.REAL: date(2026, 3, 5), Track.Kind.OPINION: date(2026, 3, 3)}
    assert [(entry.kind, entry.by) for entry in case.entries.all()] == [(CaseEntry.Kind.OPENED, office.person)]


@pytest.mark.parametrize("done", [[], [Track.Kind.REAL], [Track.Kind.OPINION]])
def test_a_case_is_not_closed_while_a_track_is_open(office, done):
    for kind in done:
        finish(office.case.tracks.get(kind=kind))
    with pytest.raises(ValidationError) as refused:
        handling.close(office.case, "完", office.person)
    left = [str(kind.label) for kind in Track.Kind if kind not in done]
    assert all(label in refused.value.message for label in left)
    fresh = Case.objects.get(pk=office.case.pk)
    fresh.status = Case.Status.CLOSED
    with pytest.raises(ValidationError):
        fresh.save()
    with pytest.raises(ValidationError):
        make_case(office.family.lichuan, office.person, status=Case.Status.CLOSED)


def test_a_closed_case_keeps_its_tracks_until_it_is_opened_again(office):
    for track in office.case.tracks.all():
        finish(track)
    handling.close(office.case, "积水已排", office.person)
    track = office.case.tracks.first()
    track.status = Track.Status.IN_PROGRESS
    with pytest.raises(ValidationError):
        handling.change_track(track, office.person)
    with pytest.raises(ValidationError):
        handling.link_page(office.case, office.family.lichuan.root_page, office.person)
    handling.reopen(office.case, "又下雨了", office.person)
    track.case.refresh_from_db()
    assert handling.change_track(track, office.person)
    assert texts(office.case)[-3:-1] == ["积水已排", "又下雨了"]


def test_the_timeline_tells_what_is_different_and_is_never_changed(office):
    track = office.case.tracks.get(kind=Track.Kind.REAL)
    assert not handling.change_track(track, office.person)
    track.department, track.status = "水利局", Track.Status.IN_PROGRESS
    assert handling.change_track(track, office.person)
    entry = office.case.entries.first()
    assert (entry.track, entry.by, len(entry.text.splitlines())) == (Track.Kind.REAL, office.person, 2)
    assert "水利局" in entry.text
    audited = AuditEntry.objects.filter(object_type__in=["cases.track", "cases.caseentry"])
    assert set(audited.values_list("site_id", flat=True)) == {office.family.lichuan.pk}
    entry.text = "别的"
    with pytest.raises(AppendOnlyError):
        entry.save()
    with pytest.raises(AppendOnlyError):
        office.case.entries.all().delete()


def test_deadlines_follow_the_calendar_except_of_tracks_that_are_done(office):
    wednesday = timezone.make_aware(datetime(2026, 8, 19, 9))
    case = make_case(office.family.lichuan, office.person, wednesday)
    finish(case.tracks.get(kind=Track.Kind.REAL))
    holiday = CalendarDay.objects.create(day=date(2026, 8, 21), name="州里放假")
    due = {track.kind: track.due_on for track in case.tracks.all()}
    assert due == {Track.Kind.REAL: date(2026, 8, 28), Track.Kind.OPINION: date(2026, 8, 25)}
    assert case.entries.first().by is None
    holiday.delete()
    assert case.tracks.get(kind=Track.Kind.OPINION).due_on == date(2026, 8, 24)
