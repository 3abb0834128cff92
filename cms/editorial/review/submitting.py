"""Handing in: the beginning of a review, from wherever it is asked for."""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from cms.editorial.texts.checking import check_page, refusals, sentences


@transaction.atomic
def submit(page: Page, user: AbstractBaseUser) -> WorkflowState:
    """Hands in the page's latest draft; one that came back goes on where it was returned.

    Raises PermissionDenied, with a sentence that says why, and ValidationError for what a publication must not lack.
    """
    page = page.specific
    permissions = page.permissions_for_user(user)
    if not permissions.can_edit():
        raise PermissionDenied(_("You may not edit this page, so you cannot hand it in."))
    if permissions.page_locked() or page.workflow_in_progress:
        raise PermissionDenied(_("You cannot hand this page in: it is locked, or waits for review already."))
    draft = page.get_latest_revision() or page.save_revision(user=user)
    handed_in = draft.as_object()
    handed_in.full_clean()
    if refused := refusals(check_page(handed_in)):
        raise ValidationError({NON_FIELD_ERRORS: sentences(refused)})
    if (returned := page.current_workflow_state) is not None:
        returned.resume(user)
        return returned
    workflow = page.get_workflow()
    if workflow is None:
        raise PermissionDenied(_("No review is set up for this page. Ask the prefecture to set one up."))
    return workflow.start(page, user)
