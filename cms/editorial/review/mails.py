"""Mail about reviews. It leaves in the background, and not at all if what it tells is taken back in the same moment.

Who wants none says so among the notifications of the own account, as for Wagtail's own mail, whose place this takes.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.users.models import UserProfile

from cms.editorial.gate.authors import authors_of
from cms.editorial.review.steps import barred_from, deciders
from cms.editorial.review.timing import due_at
from cms.editorial.review.waiting import site_namer
from cms.users.tasks import send_mail


@dataclass(frozen=True)
class Notice:
    """`preference` is the field of Wagtail's profile by which people turn it off."""

    subject: Promise
    sentence: Promise
    preference: str


WAITING = Notice(
    _("To review: %(title)s"),
    _("“%(title)s” (%(site)s) waits for your decision at the stage “%(stage)s”."),
    "submitted_notifications",
)
HALF_TIME = Notice(
    _("Still to review: %(title)s"),
    _("“%(title)s” (%(site)s) is still waiting at the stage “%(stage)s”. Half of the time has passed."),
    "submitted_notifications",
)
OVERDUE = Notice(
    _("Overdue: %(title)s"),
    _("“%(title)s” (%(site)s) should have been decided at the stage “%(stage)s” by now."),
    "submitted_notifications",
)
RETURNED = Notice(
    _("Returned: %(title)s"),
    _("“%(title)s” (%(site)s) has come back from the stage “%(stage)s”. Change it, then hand it in again."),
    "rejected_notifications",
)
PUBLISHED = Notice(
    _("Published: %(title)s"),
    _("“%(title)s” (%(site)s) has been approved and is live."),
    "approved_notifications",
)
SCHEDULED = Notice(
    _("Approved: %(title)s"),
    _("“%(title)s” (%(site)s) has been approved and goes live when its time has come."),
    "approved_notifications",
)


def tell_deciders(notice: Notice, task_state: TaskState) -> None:
    """Those of the stage who have no part in the page."""
    draft = task_state.revision.as_object()
    people = deciders(task_state.task.specific, barred_from(draft))
    _send(notice, people, draft, task_state)


def tell_authors(notice: Notice, workflow_state: WorkflowState, decided_by: AbstractBaseUser | None) -> None:
    """Who handed it in and who wrote what was handed in; not whoever has just decided."""
    task_state = workflow_state.current_task_state
    draft = task_state.revision.as_object()
    # After publication nobody works on it any more: these two stay.
    keys = authors_of(draft) | {workflow_state.requested_by_id, task_state.revision.user_id}
    keys -= {None, decided_by.pk if decided_by else None}
    _send(notice, get_user_model().objects.filter(pk__in=keys, is_active=True), draft, task_state)


def _send(notice: Notice, people: Iterable[AbstractBaseUser], draft: Page, task_state: TaskState) -> None:
    words = {
        "title": draft.draft_title or draft.title,
        "site": site_namer()(draft),
        "stage": task_state.task.name,
    }
    context = {
        "comment": task_state.comment,
        "due": due_at(task_state) if task_state.status == TaskState.STATUS_IN_PROGRESS else None,
        "url": settings.WAGTAILADMIN_BASE_URL + reverse("review_page", args=[draft.pk]),
        "settings_url": settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_account"),
    }
    for person in people:
        profile = UserProfile.get_for_user(person)
        if not person.email or not getattr(profile, notice.preference):
            continue
        with override(profile.get_preferred_language()):
            told = context | {"person": person, "sentence": str(notice.sentence) % words}
            body = render_to_string("review/mail/notice.txt", told)
            send_mail.enqueue(str(notice.subject) % words, body, person.email)
