"""Overdue deadlines are told upwards, once on each level."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.editorial.cases.escalation import escalate
from cms.editorial.cases.models import CaseEntry, Track
from cms.editorial.cases.working_days import WorkingDays
from tests.cms.editorial.cases.conftest import may
from tests.factories.cases import finish, make_case, make_overdue_case
from tests.factories.tokens import make_person


@pytest.fixture
def chiefs(office):
    """Those who are told: of the county, of another one, of the prefecture; and one who cannot be reached."""
    lichuan, enshi, prefecture = office.family.lichuan, office.family.enshi, office.family.prefecture
    county = make_person("county-chief", {lichuan.root_page: ()}, email="county@enshi.example")
    silent = make_person("silent-chief", {lichuan.root_page: ()})
    other = make_person("other-chief", {enshi.root_page: ()}, email="other@enshi.example")
    above = make_person("prefecture-chief", {prefecture.root_page: ()}, email="prefecture@enshi.example")
    for person, site in ((county, lichuan), (silent, lichuan), (other, enshi)):
        may(person, site, "oversee")
    may(above, lichuan, "supervise")


def opened_before(working_days: int):
    """A moment from which so many working days have passed."""
    days, today = WorkingDays(), timezone.localdate()
    back = next(
        number for number in range(1, 99) if days.between(today - timedelta(days=number), today) == working_days
    )
    return timezone.now() - timedelta(days=back)


def test_each_level_is_told_once_and_the_next_one_later(office, chiefs, mailoutbox):
    case = make_case(office.family.lichuan, office.person, opened_before(4))
    call_command("escalate_cases", verbosity=0)
    call_command("escalate_cases", verbosity=0)
    assert [mail.to for mail in mailoutbox] == [["county@enshi.example"]]
    assert case.title in mailoutbox[0].subject and f"/inspect/{case.pk}/" in mailoutbox[0].body
    late = case.entries.filter(kind=CaseEntry.Kind.OVERDUE)
    assert [(entry.track, entry.by) for entry in late] == [(Track.Kind.OPINION, None)]

    case.opened_at = opened_before(6)
    case.save()
    track = case.tracks.get(kind=Track.Kind.OPINION)
    track.save()
    assert escalate() == 1
    assert escalate() == 0
    assert mailoutbox[-1].to == ["prefecture@enshi.example"]
    assert late.all().count() == 2


def test_what_is_done_or_has_time_again_is_not_told(office, chiefs, mailoutbox):
    case = make_overdue_case(office.family.lichuan, office.person)
    finish(case.tracks.get(kind=Track.Kind.REAL))
    track = case.tracks.get(kind=Track.Kind.OPINION)
    track.working_days = 200
    track.save()
    assert escalate() == 0

    track.working_days = 1
    track.save()
    assert escalate() == 2
    track.refresh_from_db()
    assert (track.escalated, track.is_overdue) == (2, True)
    track.working_days = 200
    track.save()
    assert track.escalated == 0
    assert not mailoutbox[2:]


def test_a_mail_that_cannot_be_queued_leaves_the_mark_undone(office, chiefs, monkeypatch):
    make_overdue_case(office.family.lichuan, office.person)

    class BrokenQueue:
        def enqueue(self, *args: str) -> None:
            raise RuntimeError("the queue is away")

    with monkeypatch.context() as broken:
        broken.setattr("cms.editorial.cases.escalation.send_mail", BrokenQueue())
        with pytest.raises(RuntimeError):
            escalate()
    assert not CaseEntry.objects.filter(kind=CaseEntry.Kind.OVERDUE).exists()
    assert escalate() == 4
