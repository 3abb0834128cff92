"""Who waits for whom: the lists of the first page and of the review's own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page, Site, TaskState, WorkflowState
from wagtail.permissions import page_permission_policy

from cms.editorial.gate.models import UrgentRelease
from cms.editorial.review.models import ReviewStage
from cms.editorial.review.steps import barred_from
from cms.editorial.review.timing import due_at


@dataclass(frozen=True)
class Row:
    """One page on its way, or come back."""

    page: Page
    site_name: str
    stage_name: str
    handed_in_by: AbstractBaseUser | None
    since: datetime
    due: datetime | None
    comment: str

    @property
    def is_overdue(self) -> bool:
        return self.due is not None and self.due < timezone.now()


def for_me(user: AbstractBaseUser) -> list[Row]:
    """What this person can decide; not what they have a part in."""
    stages = ReviewStage.objects.filter(groups__user=user, active=True)
    states = _in_progress().filter(current_task_state__task__in=stages.values("pk")).distinct()
    return [row for row in _rows(states) if user.pk not in barred_from(row.page.get_latest_revision_as_object())]


def handed_in(user: AbstractBaseUser) -> list[Row]:
    return _rows(_in_progress().filter(requested_by=user))


def came_back(user: AbstractBaseUser) -> list[Row]:
    """To whoever handed it in, and to whoever wrote what was returned."""
    returned = _states().filter(status=WorkflowState.STATUS_NEEDS_CHANGES)
    mine = returned.filter(requested_by=user) | returned.filter(current_task_state__revision__user=user)
    return _rows(mine.distinct())


def under_way(user: AbstractBaseUser) -> list[Row]:
    """Everything that waits on the sites of this person; sites together, the most urgent first."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    numbers = pages.annotate(number=Cast("pk", CharField())).order_by().values("number")
    return sorted(_rows(_in_progress().filter(object_id__in=numbers)), key=lambda row: row.site_name)


def urgent(user: AbstractBaseUser) -> list[UrgentRelease]:
    """What went out at once and two people have not looked at yet."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    standing = UrgentRelease.objects.standing().filter(page__in=pages.values("pk"))
    return list(standing.select_related("page", "by").order_by("due_at"))


def _states() -> QuerySet[WorkflowState]:
    states = WorkflowState.objects.filter(base_content_type=ContentType.objects.get_for_model(Page))
    return states.select_related("requested_by", "current_task_state__task", "current_task_state__revision")


def _in_progress() -> QuerySet[WorkflowState]:
    return _states().filter(
        status=WorkflowState.STATUS_IN_PROGRESS, current_task_state__status=TaskState.STATUS_IN_PROGRESS
    )


def _rows(states: Iterable[WorkflowState]) -> list[Row]:
    states = list(states)
    pages = Page.objects.in_bulk([int(state.object_id) for state in states])
    site_name = site_namer()
    rows = [
        _row(state, page, site_name(page))
        for state in states
        if (page := pages.get(int(state.object_id))) is not None and state.current_task_state is not None
    ]
    return sorted(rows, key=lambda row: row.due or row.since)


def _row(state: WorkflowState, page: Page, site_name: str) -> Row:
    task_state = state.current_task_state
    waits = task_state.status == TaskState.STATUS_IN_PROGRESS
    return Row(
        page=page,
        site_name=site_name,
        stage_name=task_state.task.name,
        handed_in_by=state.requested_by,
        since=task_state.started_at if waits else task_state.finished_at,
        due=due_at(task_state) if waits else None,
        comment=task_state.comment,
    )


def site_namer() -> Callable[[Page], str]:
    """Names of sites by page, with one query for all of them."""
    names = dict(Site.objects.values_list("pk", "site_name"))
    roots = sorted(Site.get_site_root_paths(), key=lambda root: len(root.root_path), reverse=True)

    def name(page: Page) -> str:
        found = next((root.site_id for root in roots if page.url_path.startswith(root.root_path)), None)
        return names.get(found, "")

    return name
