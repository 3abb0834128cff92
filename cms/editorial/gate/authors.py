from datetime import datetime

from django.db.models import QuerySet
from wagtail.models import Page, PageLogEntry, Revision, WorkflowState

from cms.core.release import Basis
from cms.editorial.gate.models import Clearance, UrgentRelease

# Revisions can be purged; that somebody worked on the page is in its history too.
WORK = ("wagtail.create", "wagtail.edit", "wagtail.revert", "wagtail.copy")


def authors_of(page: Page, revision: Revision | None = None) -> set[int]:
    """Keys of everybody who has worked on what is not live yet: since the last publication, or from the beginning.

    Whoever handed it in counts as one of them, who wrote `revision`, who began a page that was never live, and who
    released it urgently: such a publication was not reviewed, so those before it still count.
    """
    authors = set(_revisions(page).values_list("user", flat=True))
    if revision is not None:
        authors.add(revision.user_id)
    states = WorkflowState.objects.filter(object_id=str(page.pk), base_content_type=page.get_base_content_type())
    authors |= set(UrgentRelease.objects.of(page).standing().values_list("by", flat=True))
    entries = PageLogEntry.objects.filter(page=page.pk, action__in=WORK)
    if (last := last_reviewed(page)) is not None:
        states = states.filter(created_at__gt=last.created_at)
        entries = entries.filter(timestamp__gt=last.created_at)
    else:
        authors.add(page.owner_id)
    authors |= set(states.values_list("requested_by", flat=True)) | set(entries.values_list("user", flat=True))
    return authors - {None}


def last_release(page: Page) -> Clearance | None:
    """The ground on which the page is live, or was live last."""
    return Clearance.objects.of(page).last()


def came_or_went(page: Page) -> datetime | None:
    """When it last went live or away; None for a page that was never live."""
    last, release = last_release(page), Clearance.objects.of(page).releases().last()
    return last and (last.ended_at or (release or last).created_at)


def last_reviewed(page: Page) -> Clearance | None:
    """As `last_release`, but for new addresses alone and publications that nobody has confirmed yet."""
    return Clearance.objects.of(page).releases().exclude(basis=Basis.URGENT).last()


def _revisions(page: Page) -> QuerySet[Revision]:
    """Since the release on record: the page's own row may claim another live revision."""
    revisions = Revision.page_revisions.filter(object_id=str(page.pk))
    last = last_reviewed(page)
    if last is not None and last.revision_id is not None:
        return revisions.filter(pk__gt=last.revision_id)
    return revisions
