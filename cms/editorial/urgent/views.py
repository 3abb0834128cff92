"""Screens of the emergency path."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.editorial.gate.models import UrgentRelease
from cms.editorial.gate.refusal import GateRefusal
from cms.editorial.urgent.forms import ReasonForm, UrgentForm
from cms.editorial.urgent.releasing import may_release, put_out, release


class UrgentScreen(WagtailAdminTemplateMixin, TemplateView):
    header_icon = "warning"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not may_release(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("urgent_list"), "label": _("Urgent notices")},
            {"url": "", "label": self.page_title},
        ]


class UrgentListView(UrgentScreen):
    template_name = "urgent/list.html"
    page_title = gettext_lazy("Urgent notices")
    newest = 100

    def get_breadcrumbs_items(self) -> list[dict]:
        return super().get_breadcrumbs_items()[:-1]

    def get_context_data(self, **kwargs) -> dict:
        releases = UrgentRelease.objects.select_related("page", "by")[: self.newest]
        return super().get_context_data(releases=releases, **kwargs)


class UrgentFormView(UrgentScreen):
    """A form whose submission publishes at once."""

    template_name = "urgent/form.html"
    form_class: type[ReasonForm] = UrgentForm
    page_title = gettext_lazy("New urgent notice")

    def get_context_data(self, **kwargs) -> dict:
        kwargs.setdefault("form", self.form_class())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = self.form_class(request.POST)
        if form.is_valid():
            try:
                return self.release(form)
            except GateRefusal as refusal:
                # It has told the person already; what was typed is still there.
                form.add_error(None, str(refusal))
        return self.render_to_response(self.get_context_data(form=form))

    def release(self, form: ReasonForm) -> HttpResponse:
        data = dict(form.cleaned_data)
        releases = put_out(self.request.user, data.pop("sites"), **data)
        for each in releases:
            tell(self.request, each)
        return redirect("urgent_list")


class ReleaseDraftView(UrgentFormView):
    """For a draft that exists already, as it was saved last."""

    form_class = ReasonForm
    page_title = gettext_lazy("Publish urgently")

    @cached_property
    def page(self) -> Page:
        page = get_object_or_404(Page, pk=self.kwargs["page_id"], depth__gt=2).specific
        if page.alias_of_id or not page.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        return page

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(page=self.page, **kwargs)

    def release(self, form: ReasonForm) -> HttpResponse:
        tell(self.request, release(self.page, self.request.user, form.cleaned_data["reason"]))
        return redirect("urgent_list")


def tell(request: HttpRequest, made: UrgentRelease) -> None:
    page = Page.objects.get(pk=made.page_id)
    messages.success(
        request,
        _("“%(title)s” is public now. Two others have to confirm it within 24 hours.") % {"title": page.title},
        buttons=[messages.button(page.full_url, _("View it"), new_window=True)] if page.full_url else [],
    )
