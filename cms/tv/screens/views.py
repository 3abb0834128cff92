"""The control room, and the register of screens."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Site

from cms.core.site_field import SiteField, SiteNumberForm
from cms.tv.screens.models import Screen
from cms.tv.screens.watching import Level, watch

PERMISSION = "tv_screens.change_screen"
NEWEST = 100


class FilterForm(forms.Form):
    site = SiteField(label=gettext_lazy("Site"), required=False, empty_label=gettext_lazy("All sites"))


class ScreenForm(SiteNumberForm):
    site = SiteField(
        label=gettext_lazy("Whose alerts it shows"),
        required=False,
        empty_label=gettext_lazy("The whole prefecture’s"),
    )

    class Meta:
        model = Screen
        fields = ["code", "name", "place", "channel"]


class ScreensView(WagtailAdminTemplateMixin, TemplateView):
    header_icon = "desktop"
    page_title = gettext_lazy("Control room")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict]:
        here = [] if isinstance(self, ControlRoomView) else [{"url": "", "label": self.get_page_title()}]
        room = {"url": reverse("tv_screens"), "label": _("Control room")}
        return [*super().get_breadcrumbs_items(), room, *here]


def new_key(screen: Screen) -> dict[str, str]:
    """`secret`, and the `address` that makes one of our screens this one when it is opened there once."""
    secret = screen.issue_key()
    sites = Site.objects.order_by("root_page__path")
    site = sites.filter(pk=screen.site_id).first() or sites.first()
    return {"secret": secret, "address": f"{site.root_url}/tv/?channel={screen.channel.code}#key={secret}"}


class ControlRoomView(ScreensView):
    """All registered screens, the worst first. `part` is asked for by the page's script: the table alone."""

    def get_template_names(self) -> list[str]:
        return ["tv_screens/rows.html" if self.request.GET.get("part") else "tv_screens/room.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = FilterForm(self.request.GET)
        screens = Screen.objects.registered().select_related("channel")
        if form.is_valid() and (site := form.cleaned_data["site"]):
            screens = screens.filter(site_id=site.pk)
        rows = watch(screens)
        counts = [(level, sum(row.level == level for row in rows)) for level in reversed(Level)]
        return super().get_context_data(form=form, rows=rows, counts=counts, now=timezone.now(), **kwargs)


class NewScreenView(ScreensView):
    template_name = "tv_screens/new.html"
    page_title = gettext_lazy("Register a screen")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", ScreenForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ScreenForm(request.POST, instance=Screen(by=request.user))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        screen = form.save(commit=False)
        return self.render_to_response(self.get_context_data(screen=screen, **new_key(screen)))


class ScreenView(ScreensView):
    """One screen: how it is doing, what was on air on it, a new key, its end."""

    template_name = "tv_screens/screen.html"

    @cached_property
    def screen(self) -> Screen:
        return get_object_or_404(Screen.objects.select_related("channel", "by"), pk=self.kwargs["screen_id"])

    def get_page_title(self) -> str:
        return self.screen.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", ScreenForm(instance=self.screen))
        return super().get_context_data(
            screen=self.screen,
            row=watch([self.screen])[0],
            events=self.screen.events.select_related("alert")[:NEWEST],
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.screen.ended_at:
            messages.error(request, _("This screen is not registered any more."))
            return redirect("tv_screen", self.screen.pk)
        match request.POST.get("action"):
            case "key":
                return self.render_to_response(self.get_context_data(**new_key(self.screen)))
            case "end":
                self.screen.end()
                messages.success(request, _("The screen is not registered any more."))
                return redirect("tv_screens")
        form = ScreenForm(request.POST, instance=self.screen)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        form.save()
        messages.success(request, _("Saved."))
        return redirect("tv_screen", self.screen.pk)
