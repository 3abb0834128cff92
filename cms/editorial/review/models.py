"""Review stages: Wagtail tasks that make two people out of every publication.

A stage's rules are its own fields, so each site sets up its review as data: which stages its workflow has, who sits at
them, which page types and risks need them.
"""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState, WorkflowState

from cms.editorial.review.deciding import approve, may_decide, refuse_decided
from cms.editorial.review.fields import PageTypesField
from cms.editorial.review.locking import ReviewLock
from cms.editorial.review.required import is_required
from cms.editorial.review.text_check import TextCheckStage, TextCheckState

__all__ = ["Reminder", "Required", "ReviewStage", "StageKind", "TextCheckStage", "TextCheckState"]


class StageKind(models.TextChoices):
    SITE = "site", _("Review by the site")
    CONFIDENTIALITY = "confidentiality", _("Confidentiality check")
    PREFECTURE = "prefecture", _("Review by the prefecture")


class Required(models.TextChoices):
    ALWAYS = "always", _("for every page")
    SOMETIMES = "sometimes", _("for some page types, and for others when the risk is high")
    HIGH_RISK = "high_risk", _("when the risk is high")


class ReviewStage(AbstractGroupApprovalTask):
    """One person of the stage's groups decides, who has neither worked on the page nor decided at another stage.

    Superusers are no exception. While a page waits nobody can edit it: whoever handed it in takes it back first.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=StageKind.choices, default=StageKind.SITE)
    required = models.CharField(_("required"), max_length=20, choices=Required.choices, default=Required.ALWAYS)
    page_types = PageTypesField(
        _("page types"), default=list, blank=True, help_text=_("Which ones “some page types” are.")
    )
    hours = models.PositiveSmallIntegerField(
        _("hours until it is due"), default=24, help_text=_("Reminders begin when half of the time has passed.")
    )

    admin_form_fields = [*AbstractGroupApprovalTask.admin_form_fields, "kind", "required", "page_types", "hours"]
    admin_form_readonly_on_edit_fields = [*AbstractGroupApprovalTask.admin_form_readonly_on_edit_fields, "kind"]

    lock_class = ReviewLock

    class Meta:
        verbose_name = _("review stage")
        verbose_name_plural = _("review stages")

    def start(self, workflow_state: WorkflowState, user: AbstractBaseUser | None = None) -> TaskState:
        """A stage that this page does not need is passed over, and the history says so.

        What came back begins at the first stage: no approval of what it said before counts.
        """
        first = workflow_state.get_next_task()
        if first is not None and first.pk != self.pk:
            return first.specific.start(workflow_state, user=user)
        if is_required(self, workflow_state.content_object.get_latest_revision().as_object()):
            return super().start(workflow_state, user=user)
        return TaskState.objects.create(
            workflow_state=workflow_state,
            revision=workflow_state.content_object.get_latest_revision(),
            task=self.task_ptr,
            status=TaskState.STATUS_SKIPPED,
        )

    def user_can_access_editor(self, page: Page, user: AbstractBaseUser) -> bool:
        return self._user_in_groups(user)

    def locked_for_user(self, page: Page, user: AbstractBaseUser) -> bool:
        return True

    def get_actions(self, page: Page, user: AbstractBaseUser) -> list[tuple[str, str, bool]]:
        if not self._user_in_groups(user):
            return []
        actions = [("reject", _("Return with a comment"), True)]
        if may_decide(page, user):
            actions += [("approve", _("Approve"), False), ("approve", _("Approve with a comment"), True)]
        return actions

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: AbstractBaseUser, action_name: str, **kwargs: Any) -> None:
        refuse_decided(task_state)
        if action_name == "approve":
            approve(self, task_state, user, kwargs.get("comment", ""))
        super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: AbstractBaseUser, **kwargs: Any) -> models.QuerySet[TaskState]:
        if not self._user_in_groups(user):
            return TaskState.objects.none()
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)

    @classmethod
    def get_description(cls) -> str:
        return _("One person of the chosen groups approves; nobody at two stages, and nobody their own work.")


class Reminder(models.Model):
    """Somebody has been reminded of a page that waits: never twice of the same."""

    class Kind(models.TextChoices):
        HALF_TIME = "half_time", _("half of the time has passed")
        OVERDUE = "overdue", _("overdue")

    task_state = models.ForeignKey(TaskState, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    sent_at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["task_state", "kind"], name="reminded_once")]

    def __str__(self) -> str:
        return f"{self.task_state_id} {self.kind}"
