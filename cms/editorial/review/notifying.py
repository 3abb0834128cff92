"""When mail about a review is due. Stands in for Wagtail's own, which writes to authors too, at once."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from wagtail.admin import signal_handlers
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected

from cms.editorial.review import mails
from cms.editorial.review.models import Reminder, ReviewStage
from cms.editorial.review.timing import due_at, half_time

REPLACED = (
    signal_handlers.task_submission_email_notifier,
    signal_handlers.workflow_submission_email_notifier,
    signal_handlers.workflow_approval_email_notifier,
    signal_handlers.workflow_rejection_email_notifier,
)


def register() -> None:
    for notifier in REPLACED:
        # Of all kinds of things that it could handle none is left.
        notifier.valid_classes = ()
    # Without a sender: Wagtail sends the class of the state, and stages may have states of their own.
    task_submitted.connect(on_arrival)
    workflow_rejected.connect(on_return)
    workflow_approved.connect(on_approval)


def on_arrival(instance: TaskState, **kwargs: object) -> None:
    if isinstance(instance.task.specific, ReviewStage):
        mails.tell_deciders(mails.WAITING, instance)


def on_return(instance: WorkflowState, user: AbstractBaseUser | None = None, **kwargs: object) -> None:
    mails.tell_authors(mails.RETURNED, instance, user)


def on_approval(instance: WorkflowState, user: AbstractBaseUser | None = None, **kwargs: object) -> None:
    revision = instance.current_task_state.revision
    page = revision.content_object
    is_live = page.live and page.live_revision_id == revision.pk
    mails.tell_authors(mails.PUBLISHED if is_live else mails.SCHEDULED, instance, user)


def remind() -> int:
    """Once for each half time and once for each due time that has passed; returns how many."""
    waiting = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        task__in=ReviewStage.objects.values("pk"),
    )
    return sum(_remind(state) for state in waiting.select_related("revision", "task"))


@transaction.atomic
def _remind(task_state: TaskState) -> bool:
    now = timezone.now()
    if now >= due_at(task_state):
        kind, notice = Reminder.Kind.OVERDUE, mails.OVERDUE
    elif now >= half_time(task_state):
        kind, notice = Reminder.Kind.HALF_TIME, mails.HALF_TIME
    else:
        return False
    _row, is_new = Reminder.objects.get_or_create(task_state=task_state, kind=kind)
    if is_new:
        mails.tell_deciders(notice, task_state)
    return is_new
