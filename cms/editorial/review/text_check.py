"""The first step of every review: the text check looks at exactly what was handed in and needs no person for it."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState, WorkflowState

from cms.editorial.review.locking import ReviewLock
from cms.editorial.texts.checking import check_page, refusals, sentences
from cms.editorial.texts.findings import Finding


class TextCheckState(TaskState):
    """With what was found, as it was found."""

    report = models.JSONField(_("findings"), default=list)

    class Meta:
        verbose_name = _("result of a text check")
        verbose_name_plural = _("results of text checks")
        default_permissions = ()

    @property
    def findings(self) -> list[Finding]:
        return [Finding(**found) for found in self.report]


class TextCheckStage(Task):
    """Passes by itself, or gives the page back with what must not be published; a machine approves nothing."""

    task_state_class = TextCheckState
    lock_class = ReviewLock

    class Meta:
        verbose_name = _("text check")
        verbose_name_plural = _("text checks")

    def start(self, workflow_state: WorkflowState, user: AbstractBaseUser | None = None) -> TextCheckState:
        revision = workflow_state.content_object.get_latest_revision()
        findings = check_page(revision.as_object())
        refused = refusals(findings)
        return TextCheckState.objects.create(
            workflow_state=workflow_state,
            revision=revision,
            task=self.task_ptr,
            status=TaskState.STATUS_REJECTED if refused else TaskState.STATUS_APPROVED,
            finished_at=timezone.now(),
            comment="\n".join(sentences(refused)),
            report=[finding.as_data() for finding in findings],
        )

    def on_action(self, task_state: TaskState, user: AbstractBaseUser, action_name: str, **kwargs: Any) -> None:
        """Nobody decides here, not even by a forged request."""

    def locked_for_user(self, page: Page, user: AbstractBaseUser) -> bool:
        return True

    @classmethod
    def get_description(cls) -> str:
        return _("Checks the text by the lists of words; passes by itself or gives the page back to its author.")
