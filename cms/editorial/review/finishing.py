"""The end of a review. Wagtail imports this while it makes its models, so nothing here may import them at the top."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from wagtail.models import WorkflowState


def publish_approved(workflow_state: "WorkflowState", user: "AbstractBaseUser | None" = None) -> None:
    """Publishes exactly the revision that was approved last; the gate looks at it once more.

    Nobody needs Wagtail's permission to publish for it. A review that ends because its stages were taken away, and not
    because somebody approved, ends without a publication.
    """
    from cms.editorial.gate.refusal import GateRefusal

    last = workflow_state.current_task_state
    if last is None:
        page = workflow_state.content_object
        raise GateRefusal(page, [_("No review stage is set up for this site. Ask the prefecture to set one up.")])
    if last.status in (last.STATUS_CANCELLED, last.STATUS_REJECTED):
        workflow_state.status = workflow_state.STATUS_CANCELLED
        workflow_state.save()
        return
    last.revision.publish(user=user, skip_permission_checks=True)
