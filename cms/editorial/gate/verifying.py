"""Finds what went past the gate: what the tables of the page types say is beyond the database's triggers, and triggers
can be removed. Looks at the facts on record, not at what any code thinks of them.
"""

from collections.abc import Callable, Iterator
from copy import copy
from typing import NamedTuple

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, WorkflowState

from cms.audit import triggers
from cms.core.release import Basis
from cms.editorial.gate.fingerprints import content_digest, fingerprint, same_content
from cms.editorial.gate.gatekeeping import NEEDED, approvals_missing
from cms.editorial.gate.models import Approval, Clearance, UrgentRelease
from cms.editorial.gate.triggers import missing_triggers

BATCH = 100


class Finding(NamedTuple):
    """`is_note`: nothing wrong, but nobody could tell if there were."""

    place: str
    sentence: str
    is_note: bool = False

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"


def verify(progress: Callable[[int], None] = lambda count: None) -> Iterator[Finding]:
    if missing := missing_triggers(connection) | triggers.missing(connection, Approval, Clearance):
        names = ", ".join(sorted(missing))
        yield Finding(_("Database"), _("It does not guard the gate: %(names)s. Run “migrate”.") % {"names": names})
    yield from _live_pages(progress)
    yield from _without_page()
    yield from _schedules()


def _live_pages(progress: Callable[[int], None]) -> Iterator[Finding]:
    # The root of the tree is a plain page at its top; one of a type is read wherever it lies.
    pages = Page.objects.filter(live=True).exclude(depth=1, content_type__model="page")
    for count, page in enumerate(pages.order_by("pk").specific().iterator(chunk_size=BATCH), start=1):
        place = f"{page.pk} “{page.title}” {page.url_path}"
        for sentence, is_note in _faults(page):
            yield Finding(place, sentence, is_note)
        if count % BATCH == 0:
            progress(count)


def _faults(page: Page) -> Iterator[tuple[str, bool]]:
    clearance = Clearance.objects.of(page).open().first()
    if clearance is None:
        yield _("It is live, and no clearance says why."), False
        return
    if not clearance.fingerprint:
        yield _("It was live before the gate; what it said then is not on record."), True
    elif not same_content(clearance.fingerprint, f"{content_digest(page)}."):
        yield _("It does not say what was cleared: title, text, lists, times or address have been changed."), False
    if page.live_revision_id not in (None, clearance.revision_id):
        yield _("Another revision is live than the one that was cleared."), False
    ground = {
        Basis.APPROVED: _approval_faults,
        Basis.READDRESSED: _address_faults,
        Basis.URGENT: _urgency_faults,
        Basis.FOLLOWING: _following_faults,
    }
    if clearance.basis in ground:
        yield from ((sentence, False) for sentence in ground[clearance.basis](page, clearance))


def _approval_faults(page: Page, clearance: Clearance) -> Iterator[str]:
    approvals = Approval.objects.of(page).filter(
        fingerprint=clearance.fingerprint, created_at__lte=clearance.created_at
    )
    approvers = set(approvals.values_list("approver", flat=True))
    authors = authors_at(page, clearance)
    if len(approvers - authors) < NEEDED:
        yield _("Fewer than two people approved it who had not worked on it.")
    for approval in approvals:
        if not _was_decided(approval):
            yield _("The approval by %(person)s at “%(stage)s” was not given in a review.") % {
                "person": approval.approver,
                "stage": approval.stage_name,
            }


def _address_faults(page: Page, clearance: Clearance) -> Iterator[str]:
    """At its old address it says what was approved then."""
    release = Clearance.objects.of(page).releases().filter(pk__lt=clearance.pk).last()
    if release is None or release.basis != Basis.APPROVED:
        yield _("It is live at a new address as approved before, and it was not.")
        return
    before = copy(page)
    before.slug = release.slug
    if before.slug is not None and not same_content(release.fingerprint, f"{content_digest(before)}."):
        yield _("With its source's new address more has changed than the address.")
    yield from _approval_faults(page, release)


def _was_decided(approval: Approval) -> bool:
    """Its stage's own record says the same; revisions that were purged have taken theirs along."""
    revision = Revision.objects.filter(pk=approval.revision_id).first()
    if revision is None:
        return approval.revision_id is not None
    return revision.task_states.filter(status="approved", finished_by=approval.approver_id).exists()


def authors_at(page: Page, clearance: Clearance) -> set[int]:
    """Who had worked on what was approved: since the clearance for something else before it, as revisions tell."""
    earlier, clearance = _before_and_first(page, clearance)
    revisions = Revision.page_revisions.filter(object_id=str(page.pk), created_at__lte=clearance.created_at)
    states = WorkflowState.objects.filter(
        object_id=str(page.pk), base_content_type=page.get_base_content_type(), created_at__lte=clearance.created_at
    )
    authors = set()
    if earlier is None:
        authors.add(page.owner_id)
    else:
        states = states.filter(created_at__gt=earlier.created_at)
        if earlier.revision_id is not None:
            revisions = revisions.filter(pk__gt=earlier.revision_id)
    authors |= set(revisions.values_list("user", flat=True)) | set(states.values_list("requested_by", flat=True))
    return authors - {None}


def _before_and_first(page: Page, clearance: Clearance) -> tuple[Clearance | None, Clearance]:
    """The same content published again has a clearance of its own and needs no new approvals: the first one counts."""
    releases = Clearance.objects.of(page).releases().exclude(basis=Basis.URGENT)
    for earlier in releases.filter(pk__lt=clearance.pk).order_by("-pk"):
        if (earlier.fingerprint, earlier.basis) != (clearance.fingerprint, clearance.basis):
            return earlier, clearance
        clearance = earlier
    return None, clearance


def _urgency_faults(page: Page, clearance: Clearance) -> Iterator[str]:
    urgent = UrgentRelease.objects.of(page).filter(fingerprint=clearance.fingerprint)
    if not urgent.exists():
        yield _("It is live as urgent, and nobody has released it.")
    elif not urgent.filter(Q(confirmed_at__isnull=False) | Q(due_at__gt=timezone.now())).exists():
        yield _("It was put out as urgent, and nobody has confirmed it in time.")


def _following_faults(page: Page, clearance: Clearance) -> Iterator[str]:
    followed = Page.objects.filter(live=True)
    if page.alias_of_id:
        followed = followed.filter(pk=page.alias_of_id).exclude(pk=page.pk)
    else:
        followed = followed.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    if not followed.exists():
        yield _("The page that it follows is not live.")


def _without_page() -> Iterator[Finding]:
    live = set(Page.objects.filter(live=True).values_list("translation_key", "locale"))
    for clearance in Clearance.objects.filter(ended_at=None).iterator():
        if (clearance.translation_key, clearance.locale_id) not in live:
            yield Finding(str(clearance.translation_key), _("A clearance is open, and no page is live with it."))


def _schedules() -> Iterator[Finding]:
    for revision in Revision.page_revisions.filter(approved_go_live_at__isnull=False).iterator():
        page = revision.as_object()
        if approvals_missing(page, fingerprint(page), revision):
            yield Finding(
                f"{page.pk} “{page.title}”",
                _("It waits for its time without the approvals that it needs, and will be refused then."),
            )
