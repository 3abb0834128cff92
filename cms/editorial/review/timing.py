"""Until when a stage should have decided."""

from datetime import datetime, timedelta

from django.utils import timezone
from wagtail.models import TaskState

from cms.editorial.review.models import ReviewStage


def due_at(task_state: TaskState) -> datetime | None:
    """None for a step that needs no person."""
    hours = hours_of(task_state)
    return task_state.started_at + timedelta(hours=hours) if hours is not None else None


def half_time(task_state: TaskState) -> datetime | None:
    hours = hours_of(task_state)
    return task_state.started_at + timedelta(hours=hours / 2) if hours is not None else None


def is_overdue(task_state: TaskState) -> bool:
    due = due_at(task_state)
    return due is not None and due < timezone.now()


def hours_of(task_state: TaskState) -> int | None:
    stage = task_state.task.specific
    return stage.hours if isinstance(stage, ReviewStage) else None
