"""The stages of a page's review, each with how far it is and who may decide there."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from wagtail.models import Page, Task, TaskState, WorkflowState

from cms.editorial.gate.authors import authors_of
from cms.editorial.gate.fingerprints import fingerprint
from cms.editorial.gate.gatekeeping import approvals_since_release
from cms.editorial.review.models import ReviewStage
from cms.editorial.review.required import is_required
from cms.editorial.review.timing import due_at


class Progress(StrEnum):
    DONE = "done"
    NOW = "now"
    RETURNED = "returned"
    AHEAD = "ahead"
    # This page does not need it.
    SPARED = "spared"


STATUSES = {
    TaskState.STATUS_APPROVED: Progress.DONE,
    TaskState.STATUS_IN_PROGRESS: Progress.NOW,
    TaskState.STATUS_REJECTED: Progress.RETURNED,
    TaskState.STATUS_SKIPPED: Progress.SPARED,
}


@dataclass(frozen=True)
class Step:
    name: str
    progress: Progress
    task_state: TaskState | None
    due: datetime | None
    # Who can still decide here: of the stage, neither an author nor somebody who has approved elsewhere.
    people: tuple[AbstractBaseUser, ...]


def steps_of(page: Page, workflow_state: WorkflowState | None, draft: Page) -> list[Step]:
    """Also of a page that has not been handed in: then all of them lie ahead."""
    workflow = workflow_state.workflow if workflow_state else page.get_workflow()
    if workflow is None:
        return []
    if workflow_state is not None:
        tasks = [(task.specific, task.task_state) for task in workflow_state.all_tasks_with_state()]
    else:
        tasks = [(task.specific, None) for task in workflow.tasks]
    barred = barred_from(draft)
    return [_step(task, state, draft, barred) for task, state in tasks]


def barred_from(draft: Page) -> set[int]:
    """Keys of those who have a part in the page as it is now, as authors or by an approval."""
    approved = approvals_since_release(draft).filter(fingerprint=fingerprint(draft))
    return authors_of(draft, draft.latest_revision) | set(approved.values_list("approver", flat=True))


def deciders(stage: ReviewStage, barred: set[int]) -> list[AbstractBaseUser]:
    people = get_user_model().objects.filter(groups__in=stage.groups.all(), is_active=True)
    return list(people.exclude(pk__in=barred).distinct().order_by("pk"))


def _step(task: Task, state: TaskState | None, draft: Page, barred: set[int]) -> Step:
    progress = STATUSES.get(state.status, Progress.AHEAD) if state else Progress.AHEAD
    is_stage = isinstance(task, ReviewStage)
    if progress is Progress.AHEAD and is_stage and not is_required(task, draft):
        progress = Progress.SPARED
    waits = progress in (Progress.NOW, Progress.AHEAD)
    people = tuple(deciders(task, barred)) if is_stage and waits else ()
    return Step(task.name, progress, state, due_at(state) if state and progress is Progress.NOW else None, people)
