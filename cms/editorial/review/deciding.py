"""Who may decide at a stage, and what an approval leaves behind."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState

from cms.editorial.gate.authors import authors_of
from cms.editorial.gate.fingerprints import fingerprint
from cms.editorial.gate.gatekeeping import approvals_since_release
from cms.editorial.gate.models import Approval
from cms.editorial.gate.refusal import GateRefusal

if TYPE_CHECKING:
    from cms.editorial.review.models import ReviewStage


def approve(stage: "ReviewStage", task_state: TaskState, user: AbstractBaseUser, comment: str) -> Approval:
    """Writes down that this person approved exactly this content at this stage. Raises GateRefusal."""
    revision = task_state.revision
    page = revision.as_object()
    if reasons := reasons_against(page, user, stage):
        raise GateRefusal(page, reasons)
    workflow = page.get_workflow()
    if workflow is None or workflow.pk != task_state.workflow_state.workflow_id:
        # Who reviews here has not been asked.
        raise GateRefusal(page, [_("The page is in another place now, with another review. Hand it in again there.")])
    if revision.pk != page.get_latest_revision().pk:
        raise GateRefusal(page, [_("The page has been changed since it was handed in. It must be handed in again.")])
    return Approval.objects.create(
        translation_key=page.translation_key,
        locale_id=page.locale_id,
        fingerprint=fingerprint(page),
        stage=stage.kind,
        stage_name=stage.name,
        revision_id=revision.pk,
        approver_id=user.pk,
        comment=comment,
    )


def refuse_decided(task_state: TaskState) -> None:
    """Of two who decide at once the second waits here for the first, and then comes too late."""
    waiting = TaskState.objects.select_for_update(of=("self",)).get(pk=task_state.pk)
    if waiting.status != TaskState.STATUS_IN_PROGRESS:
        reason = _("Somebody has decided here in the meantime. Look at the page again.")
        raise GateRefusal(waiting.revision.as_object(), [reason])


def may_decide(page: Page, user: AbstractBaseUser) -> bool:
    return not _own_part(page.get_latest_revision_as_object(), user)


def reasons_against(page: Page, user: AbstractBaseUser, stage: "ReviewStage") -> list[str]:
    """Why this person cannot approve here, in sentences; superusers are asked the same."""
    if not user.is_active or not stage.groups.filter(user=user).exists():
        return [_("You are not one of those who approve at this stage.")]
    return _own_part(page, user)


def _own_part(page: Page, user: AbstractBaseUser) -> list[str]:
    if user.pk in authors_of(page, page.latest_revision):
        return [_("You have worked on this page yourself. Somebody else has to approve it.")]
    if approvals_since_release(page).filter(approver=user.pk, fingerprint=fingerprint(page)).exists():
        return [_("You have approved it at another stage already. The next stage needs another person.")]
    return []
