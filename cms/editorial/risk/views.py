"""The screen on which a page's risks are assessed."""

from datetime import date

from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.core.panels import site_of
from cms.editorial.gate.fingerprints import fingerprint
from cms.editorial.risk.forms import CARRIED_OVER, AssessmentForm
from cms.editorial.risk.models import Assessment
from cms.editorial.risk.rules import Rules, rules_for
from cms.editorial.risk.states import PageRisk, day_of_release

LAST = 10


def edit_address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


class AssessView(WagtailAdminTemplateMixin, TemplateView):
    """For whoever may edit the page; to all others, and outside of every site, it does not exist.

    What is assessed is the newest draft. A reviewer's correction is a new assessment, and then the reviewer's.
    """

    template_name = "risk/assess.html"
    page_title = gettext_lazy("Risk assessment")
    header_icon = "warning"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.site is None or not self.page.permissions_for_user(request.user).can_edit():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self) -> Page:
        """The newest draft."""
        return get_object_or_404(Page, pk=self.kwargs["page_id"]).get_latest_revision_as_object()

    @cached_property
    def site(self):
        return site_of(self.page)

    @cached_property
    def risk(self) -> PageRisk:
        return PageRisk(self.page)

    @cached_property
    def next_address(self) -> str:
        """Where the person came from, if that is a screen of ours."""
        address = self.request.POST.get("next") or self.request.GET.get("next") or ""
        is_ours = url_has_allowed_host_and_scheme(address, {self.request.get_host()}, self.request.is_secure())
        return address if is_ours else edit_address(self.page)

    def get_breadcrumbs_items(self) -> list[dict]:
        page = {"url": edit_address(self.page), "label": self.page.get_admin_display_title()}
        return [*super().get_breadcrumbs_items(), page, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs) -> dict:
        rows = Assessment.objects.of(self.page)
        form = kwargs.pop("form", None) or self.blank_form()
        return super().get_context_data(
            page=self.page,
            risk=self.risk,
            form=form,
            media=Media(css={"all": ["risk/risk.css"]}) + form.media,
            earlier=rows.select_related("assessed_by").order_by("-pk")[1 : LAST + 1],
            next_address=self.next_address,
            **kwargs,
        )

    def blank_form(self) -> AssessmentForm:
        """Begins with what was said last; how long it holds is decided anew."""
        last = self.risk.assessment
        values = {name: getattr(last, name) for name in CARRIED_OVER} if last else {}
        return AssessmentForm(initial=values | {"content": fingerprint(self.page)}, **self.limits())

    def limits(self) -> dict[str, Rules | date]:
        return {"rules": rules_for(self.page), "release": day_of_release(self.page)}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = AssessmentForm(request.POST, **self.limits())
        content = fingerprint(self.page)
        if form.is_valid() and form.cleaned_data["content"] == content:
            self.save(form, content)
            messages.success(request, _("The risk assessment has been saved."))
            return redirect(self.next_address)
        if form.data.get("content") != content:
            form.data = form.data.copy()
            form.data["content"] = content
            form.add_error(None, _("The page has been changed meanwhile. Look at it again, then save once more."))
        return self.render_to_response(self.get_context_data(form=form))

    def save(self, form: AssessmentForm, content: str) -> None:
        assessment, page = form.save(commit=False), self.page
        assessment.site = self.site
        assessment.translation_key, assessment.locale_id = page.translation_key, page.locale_id
        assessment.revision, assessment.fingerprint = page.latest_revision, content
        assessment.page_title = page.draft_title or page.title
        assessment.written_at = page.latest_revision_created_at or assessment.assessed_at
        assessment.assessed_by = self.request.user
        assessment.save()
