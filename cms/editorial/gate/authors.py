from django.db.models import QuerySet
from wagtail.models import Page, Revision, WorkflowState

from cms.editorial.gate.models import Clearance


def authors_of(page: Page, revision: Revision | None = None) -> set[int]:
    """Keys of everybody who has worked on what is not live yet: since the last publication, or from the beginning.

    Whoever handed it in counts as one of them, who wrote `revision`, and who began a page that was never live.
    """
    authors = set(_revisions(page).values_list("user", flat=True))
    if revision is not None:
        authors.add(revision.user_id)
    states = WorkflowState.objects.filter(object_id=str(page.pk), base_content_type=page.get_base_content_type())
    if (last := last_release(page)) is not None:
        states = states.filter(created_at__gt=last.created_at)
    else:
        authors.add(page.owner_id)
    authors |= set(states.values_list("requested_by", flat=True))
    return authors - {None}


def last_release(page: Page) -> Clearance | None:
    """The ground on which the page is live, or was live last."""
    return Clearance.objects.of(page).last()


def _revisions(page: Page) -> QuerySet[Revision]:
    revisions = Revision.page_revisions.filter(object_id=str(page.pk))
    live = Page.objects.filter(pk=page.pk).values_list("live_revision_id", flat=True).first()
    if live is not None:
        return revisions.filter(pk__gt=live)
    if (last := last_release(page)) is not None and last.revision_id is not None:
        return revisions.filter(pk__gt=last.revision_id)
    return revisions
