"""What people do with a case. Each step writes the timeline in the same transaction."""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.editorial.cases.models import Case, CaseEntry, Track
from cms.editorial.cases.working_days import WorkingDays

# Working days of the first deadlines, the matter's and public opinion's; people may change them on each track.
FIRST_DEADLINES = {
    Case.Severity.ORDINARY: {Track.Kind.REAL: 7, Track.Kind.OPINION: 3},
    Case.Severity.SERIOUS: {Track.Kind.REAL: 5, Track.Kind.OPINION: 2},
    Case.Severity.GRAVE: {Track.Kind.REAL: 3, Track.Kind.OPINION: 1},
}
FOLLOWED = ["department", "person", "person_name", "due_on", "status", "result"]


@transaction.atomic
def open_case(case: Case, person: AbstractBaseUser) -> None:
    """Saves a new case with its two tracks."""
    case.opened_by = person
    case.save()
    for kind, days in FIRST_DEADLINES[case.severity].items():
        Track.objects.create(case=case, kind=kind, working_days=days)
    case.entries.create(kind=CaseEntry.Kind.OPENED, text=case.title, by=person)


@transaction.atomic
def change_track(track: Track, person: AbstractBaseUser | None) -> bool:
    """Saves a track and says in the timeline what is different; False if nothing is.

    Raises ValidationError where the case is closed.
    """
    before = Track.objects.select_related("person").get(pk=track.pk)
    track.save()
    told = [line for name in FOLLOWED if (line := _difference(before, track, name))]
    if told:
        track.case.entries.create(track=track.kind, kind=CaseEntry.Kind.CHANGED, text="\n".join(told), by=person)
    return bool(told)


def _difference(before: Track, after: Track, name: str) -> str:
    old, new = (_in_words(track, name) for track in (before, after))
    if old == new:
        return ""
    label = after._meta.get_field(name).verbose_name
    return _("%(field)s: %(old)s → %(new)s") % {"field": label, "old": old or "–", "new": new or "–"}


def _in_words(track: Track, name: str) -> str:
    if name == "due_on":
        return date_format(track.due_on, "DATE_FORMAT")
    if name == "status":
        return str(track.get_status_display())
    return str(getattr(track, name) or "")


def note(case: Case, text: str, person: AbstractBaseUser, track: str = "") -> None:
    case.entries.create(track=track, text=text, by=person)


@transaction.atomic
def link_page(case: Case, page: Page, person: AbstractBaseUser) -> None:
    """Raises ValidationError where the case is closed."""
    if not case.is_open:
        raise ValidationError(_("The case is closed. Open it again first."), code="closed")
    if not case.pages.filter(pk=page.pk).exists():
        case.pages.add(page)
        text = _("“%(title)s” belongs to it.") % {"title": page.get_admin_display_title()}
        case.entries.create(kind=CaseEntry.Kind.PAGES, text=text, by=person)


@transaction.atomic
def unlink_page(case: Case, page: Page, person: AbstractBaseUser) -> None:
    case.pages.remove(page)
    text = _("“%(title)s” no longer belongs to it.") % {"title": page.get_admin_display_title()}
    case.entries.create(kind=CaseEntry.Kind.PAGES, text=text, by=person)


@transaction.atomic
def close(case: Case, conclusion: str, person: AbstractBaseUser) -> None:
    """Raises ValidationError while a track is open."""
    case.status, case.conclusion, case.closed_at = Case.Status.CLOSED, conclusion, timezone.now()
    case.save()
    case.entries.create(kind=CaseEntry.Kind.CLOSED, text=conclusion, by=person)


@transaction.atomic
def reopen(case: Case, reason: str, person: AbstractBaseUser) -> None:
    case.status, case.closed_at = Case.Status.OPEN, None
    case.save()
    case.entries.create(kind=CaseEntry.Kind.REOPENED, text=reason, by=person)


def recount_deadlines() -> None:
    """After a change of the calendar: of all tracks that are not done."""
    days = WorkingDays()
    tracks: QuerySet[Track] = Track.objects.undone().select_related("case")
    for track in tracks:
        due_on = track.due_on
        track.count_deadline(days)
        if track.due_on != due_on:
            change_track(track, None)
