"""Where a page stands in its review: all that the reviewer's screen tells, looked up when it is asked for."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Comment, Page, Revision, TaskState, WorkflowState

from cms.core.release import Basis, companions_of
from cms.editorial.gate.authors import authors_of, last_release
from cms.editorial.gate.fingerprints import fingerprint
from cms.editorial.gate.gatekeeping import approvals_since_release
from cms.editorial.gate.models import Approval
from cms.editorial.gate.requirements import missing
from cms.editorial.review.chain import Chain, chain_of
from cms.editorial.review.deciding import reasons_against
from cms.editorial.review.diff.comparing import ChangedSection, compare_pages
from cms.editorial.review.models import ReviewStage, TextCheckState
from cms.editorial.review.steps import Step, steps_of
from cms.editorial.review.timing import due_at
from cms.editorial.risk.states import PageRisk
from cms.editorial.texts.checking import check_page
from cms.editorial.texts.findings import Finding


@dataclass(frozen=True)
class GivenApproval:
    approval: Approval
    # Whether it is for what the page says now.
    holds: bool


class Standing:
    """`page` is specific, as the database has it; `user` is who looks at it."""

    def __init__(self, page: Page, user: AbstractBaseUser) -> None:
        self.page = page
        self.user = user

    @cached_property
    def workflow_state(self) -> WorkflowState | None:
        """The review under way, or the one that ended with a return."""
        return self.page.current_workflow_state

    @cached_property
    def task_state(self) -> TaskState | None:
        """What waits for a decision."""
        state = self.workflow_state
        if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS or state.current_task_state is None:
            return None
        return state.current_task_state.specific

    @cached_property
    def stage(self) -> ReviewStage | None:
        task = self.task_state.task.specific if self.task_state else None
        return task if isinstance(task, ReviewStage) else None

    @cached_property
    def returned(self) -> TaskState | None:
        """The decision by which the page came back to its author."""
        state = self.workflow_state
        if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
            return None
        return state.current_task_state

    @cached_property
    def revision(self) -> Revision | None:
        return self.task_state.revision if self.task_state else self.page.latest_revision

    @cached_property
    def draft(self) -> Page:
        """What would go live."""
        return self.revision.as_object() if self.revision else self.page

    @cached_property
    def content(self) -> str:
        """Fingerprint of the draft and its files: what a decision is about."""
        return fingerprint(self.draft)

    @cached_property
    def released(self) -> Page | None:
        """What readers see, or saw last; None for a page that was never live."""
        if self.page.live:
            return self.page
        last = last_release(self.page)
        revision = Revision.page_revisions.filter(pk=last.revision_id).first() if last else None
        return revision.as_object() if revision else None

    @cached_property
    def sections(self) -> list[ChangedSection]:
        return compare_pages(self.released, self.draft)

    @cached_property
    def is_unchanged(self) -> bool:
        return not any(section.changed for section in self.sections)

    @cached_property
    def steps(self) -> list[Step]:
        return steps_of(self.page, self.workflow_state, self.draft)

    @cached_property
    def due(self) -> datetime | None:
        return due_at(self.task_state) if self.task_state else None

    @cached_property
    def reasons(self) -> list[str]:
        """Why this person cannot approve now."""
        if self.task_state is None:
            return [_("The page is not waiting for a decision.")]
        if self.stage is None:
            return [_("This step needs no person.")]
        return reasons_against(self.draft, self.user, self.stage)

    @cached_property
    def may_approve(self) -> bool:
        return not self.reasons

    @cached_property
    def may_return(self) -> bool:
        """Whoever sits at the stage, also with a part in the page."""
        actions = self.stage.get_actions(self.page, self.user) if self.stage else []
        return any(name == "reject" for name, _label, _modal in actions)

    @cached_property
    def missing(self) -> list[str]:
        """What the gate would refuse besides the number of approvals."""
        return missing(self.draft, Basis.APPROVED)

    @cached_property
    def findings(self) -> list[Finding]:
        """What the text check has found when this draft was handed in; what it finds now, if it was not."""
        checked = TextCheckState.objects.filter(revision=self.revision).order_by("-pk").first()
        return checked.findings if checked else check_page(self.draft)

    @cached_property
    def risk(self) -> PageRisk:
        return PageRisk(self.draft)

    @cached_property
    def authors(self) -> QuerySet:
        """Everybody who has worked on what is not live yet."""
        return get_user_model().objects.filter(pk__in=authors_of(self.page, self.page.latest_revision)).order_by("pk")

    @cached_property
    def chain(self) -> Chain | None:
        """Who answers for what readers see now."""
        return chain_of(self.page)

    @cached_property
    def companions(self) -> list[list[str]]:
        """What goes live with the page though none of its fields holds it; approvals cover that as well."""
        return [row for rows in companions_of(self.page) for row in rows]

    @cached_property
    def approvals(self) -> list[GivenApproval]:
        given = approvals_since_release(self.page).select_related("approver")
        return [GivenApproval(approval, approval.fingerprint == self.content) for approval in given]

    @cached_property
    def comments(self) -> dict[str, list[Comment]]:
        """Open comments by the place to which they belong."""
        found: dict[str, list[Comment]] = {}
        for comment in open_comments(self.page):
            found.setdefault(comment.contentpath, []).append(comment)
        return found


def open_comments(page: Page) -> QuerySet[Comment]:
    return Comment.objects.filter(page=page.pk, resolved_at=None).select_related("user").order_by("pk")
