from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.audit import origin


class GateRefusal(PermissionDenied):
    """Something was about to go live that two people have not approved; `missing` says in sentences what it lacks.

    Wagtail answers with its usual "no permission", both APIs with 403 and this text. What was saved as a draft stays.
    """

    def __init__(self, page: Page, missing: list[str]) -> None:
        self.missing = missing
        told = _("“%(title)s” was not published.") % {"title": page.draft_title or page.title}
        super().__init__(" ".join([told, *missing]))
        self._tell()

    def _tell(self) -> None:
        """In the admin the person reads it on the screen to which Wagtail sends them."""
        request = origin.current().request
        if request is not None and hasattr(request, "_messages"):
            messages.error(request, str(self))
