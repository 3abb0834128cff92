from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.views.pages.bulk_actions import UnpublishBulkAction
from wagtail.models import Page

from cms.editorial.recall.forms import RecallForm
from cms.editorial.recall.permissions import may_recall
from cms.editorial.recall.recalling import is_recallable, recall_page


class RecallBulkAction(UnpublishBulkAction):
    """In the place of Wagtail's “Unpublish”: one reason for all that is ticked. What lies below goes with it."""

    display_name = _("Recall")
    aria_label = _("Recall selected pages")
    template_name = "recall/bulk.html"
    form_class = RecallForm

    def check_perm(self, page: Page) -> bool:
        return may_recall(self.request.user, page) and is_recallable(page)

    def get_execution_context(self) -> dict[str, Any]:
        return {"user": self.request.user, "terms": self.cleaned_form.terms()}

    @classmethod
    def execute_action(cls, objects: list[Page], user: Any = None, terms: dict | None = None, **kwargs: Any):
        count = 0
        for page in objects:
            # One of the others may have taken it along.
            if is_recallable(Page.objects.get(pk=page.pk)):
                recall_page(page, user, **terms)
                count += 1
        return count, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return ngettext("%(count)s page recalled.", "%(count)s pages recalled.", num_parent_objects) % {
            "count": num_parent_objects
        }
