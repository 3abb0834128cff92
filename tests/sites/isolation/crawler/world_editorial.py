"""What is kept about pages on the way to publication: assessments, cases, lists of words and what they find."""

from datetime import date

from wagtail.models import Page

from cms.editorial.cases import handling
from cms.editorial.cases.models import CalendarDay, Case
from cms.editorial.risk.models import RiskRules
from cms.editorial.texts.findings import Finding
from cms.editorial.texts.kinds import Severity
from cms.editorial.texts.models import ListVersion, LiveFinding, RevisionCheck, Term
from tests.factories.assessments import assess
from tests.factories.cases import make_overdue_case
from tests.sites.isolation.crawler.marks import PREFECTURE_LETTER, mark, mark_texts
from tests.sites.isolation.crawler.world import Place


def fill_editorial(place: Place) -> None:
    _assessments(place)
    _words(place)
    for _number in range(2):
        _case(place)


def share_editorial() -> None:
    """What all sites share."""
    CalendarDay.objects.get_or_create(day=date(2026, 8, 19), defaults={"name": "州里放假"})


def _assessments(place: Place) -> None:
    place.keep(RiskRules.for_site(place.site))
    notes = {name: mark(place.letter, "risk") for name in ("stability_note", "opinion_note", "measures")}
    page = Page.objects.get(pk=place.first("page"))
    place.keep(assess(page, place.user("editor"), site=place.site, **notes))


def _case(place: Place) -> None:
    editor = place.user("editor")
    words = {name: mark(place.letter, "case") for name in ("title", "description", "source_note", "conclusion")}
    case: Case = make_overdue_case(place.site, editor, **words)
    for track in case.tracks.all():
        track.department, track.result = mark(place.letter, "department"), mark(place.letter, "result")
        track.person, track.person_name = editor, mark(place.letter, "person")
        handling.change_track(track, editor)
    handling.link_page(case, Page.objects.get(pk=place.first("page")), editor)
    handling.note(case, mark(place.letter, "note"), editor)
    place.keep(case)


def _words(place: Place) -> None:
    """Entries of the prefecture's list are shown to every county on which they count, so they carry no mark."""
    term = Term(site=place.site, severity=Severity.NOTE)
    if place.letter == PREFECTURE_LETTER:
        term.term = "众所周知的写法"
    else:
        mark_texts(term, place.letter)
    term.save()
    place.keep(term)
    page = Page.objects.get(pk=place.first("page"))
    version = ListVersion(site=place.site, user=place.user("editor"))
    version.changes = [{"term": mark(place.letter, "term"), "before": None, "after": term.content()}]
    version.save()
    place.keep(version)
    finding = LiveFinding(site=place.site, page=page, severity=Severity.NOTE, kind="wrong", version=version.pk)
    mark_texts(finding, place.letter, skip=frozenset({"subject_type", "subject_id"})).save()
    place.keep(finding)
    told = Finding(Severity.NOTE, "wrong", "", "", "title", "", mark(place.letter, "finding"), "", "", "", version.pk)
    RevisionCheck.objects.create(revision=page.latest_revision, version=version.pk, findings=[told.as_data()])
