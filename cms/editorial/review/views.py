"""The reviewer's screen: what would change for readers, who had a part in it, and the decision."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import View
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.core.panels import site_of
from cms.editorial.gate.refusal import GateRefusal
from cms.editorial.review import comments
from cms.editorial.review.standing import Standing

CONFLICT = 409
UNPROCESSABLE = 422
APPROVE, RETURN = "approve", "return"


STYLES = ["risk/risk.css", "review/review.css", "review/changes.css", "review/lists.css"]


class ReviewedPageMixin:
    """For whoever may edit the page or sits at its stage; to all others it does not exist."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.page.permissions_for_user(request.user).can_edit():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self) -> Page:
        return get_object_or_404(Page, pk=self.kwargs["page_id"]).specific

    @cached_property
    def standing(self) -> Standing:
        return Standing(self.page, self.request.user)


class ReviewView(ReviewedPageMixin, WagtailAdminTemplateMixin, TemplateView):
    template_name = "review/screen.html"
    page_title = gettext_lazy("Review")
    header_icon = "tick-inverse"

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("review_list"), "label": _("Review")},
            {"url": "", "label": self.standing.draft.get_admin_display_title()},
        ]

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            page=self.page,
            standing=self.standing,
            site=site_of(self.page),
            media=Media(
                css={"all": ["risk/risk.css", "review/review.css", "review/changes.css", "review/lists.css"]},
                js=["review/review.js"],
            ),
            **{"comment": "", "typed": {}} | kwargs,
        )

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Nothing is decided about a page that is no longer what the person has seen."""
        seen = (request.POST.get("task_state"), request.POST.get("content"))
        current = (str(self.standing.task_state.pk) if self.standing.task_state else None, self.standing.content)
        if seen != current:
            return self._again(_("The page or its review has changed since you opened it. Look at it anew."), CONFLICT)
        decision = request.POST.get("decision")
        if decision == RETURN and not (self._comment or self._typed):
            return self._again(_("Say what has to be changed, then return the page."), UNPROCESSABLE)
        try:
            with transaction.atomic():
                self._decide(decision)
        except GateRefusal:
            # It has told the person itself; what was typed is still there.
            return self._again("", CONFLICT)
        return redirect("review_list")

    @cached_property
    def _comment(self) -> str:
        return self.request.POST.get("comment", "").strip()

    @cached_property
    def _typed(self) -> dict[str, str]:
        return comments.typed(self.request.POST, comments.places(self.standing.sections))

    def _decide(self, decision: str | None) -> None:
        standing = self.standing
        if decision == APPROVE and standing.stage:
            action = "approve"
        elif decision == RETURN and standing.may_return:
            action = "reject"
        else:
            raise PermissionDenied
        comments.write(self.page, standing.revision, self.request.user, self._typed)
        comment = self._comment
        if not comment and action == "reject":
            comment = _("See the comments at the places.")
        standing.stage.on_action(standing.task_state, self.request.user, action, comment=comment)
        self._tell(action)

    def _tell(self, action: str) -> None:
        page = Page.objects.get(pk=self.page.pk)
        button = messages.button(reverse("review_page", args=[page.pk]), _("Look at it"))
        title = page.get_admin_display_title()
        if action == "reject":
            message = _("“%(title)s” has gone back to its author.")
        elif page.workflow_in_progress:
            message = _("You have approved “%(title)s”. The next stage has it now.")
        elif page.live and not page.has_unpublished_changes:
            message = _("You have approved “%(title)s”. It is live.")
        else:
            message = _("You have approved “%(title)s”. It goes live when its time has come.")
        messages.success(self.request, message % {"title": title}, buttons=[button])

    def _again(self, message: str, status: int) -> HttpResponse:
        """The screen once more, as the page is now, with what was typed."""
        if message:
            messages.error(self.request, message)
        typed = self._typed
        comment = self.request.POST.get("comment", "")
        self.__dict__.pop("standing", None)
        self.__dict__.pop("page", None)
        return self.render_to_response(self.get_context_data(comment=comment, typed=typed), status=status)


@method_decorator(xframe_options_sameorigin, name="dispatch")
class PreviewView(ReviewedPageMixin, View):
    """Exactly what is under review, as readers would see it; the screen frames it."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        draft = self.standing.draft
        return draft.make_preview_request(
            request, draft.default_preview_mode, extra_request_attrs={"revision_id": self.standing.revision.pk}
        )
