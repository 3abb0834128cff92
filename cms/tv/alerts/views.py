"""Alerts in the admin: what is in force, drafts, how one will look, and who has done what."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Site

from cms.tv.alerts.forms import DraftForm, SourceForm, starters
from cms.tv.alerts.issuing import all_clear, confirm, draft_update, issue, sites_of
from cms.tv.alerts.models import Alert, CapSource, Draft
from cms.tv.alerts.shown import shown_on
from cms.tv.alerts.terms import Message

NEWEST = 50


class AlertScreen(WagtailAdminTemplateMixin, TemplateView):
    header_icon = "warning"
    page_title = gettext_lazy("Alerts")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.own_sites:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def own_sites(self) -> list[int]:
        return list(sites_of(self.request.user).values_list("pk", flat=True))

    def get_breadcrumbs_items(self) -> list[dict]:
        here = [] if isinstance(self, AlertListView) else [{"url": "", "label": self.get_page_title()}]
        alerts = {"url": reverse("tv_alerts"), "label": _("Alerts")}
        return [*super().get_breadcrumbs_items(), alerts, *here]

    def own(self, rows: QuerySet) -> QuerySet:
        return rows.filter(site_id__in=self.own_sites)


class AlertListView(AlertScreen):
    template_name = "tv_alerts/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        alerts = Alert.objects.select_related("by", "looked_at__by").prefetch_related("replaced_by__alert")
        standing = self.own(alerts.standing())
        past = self.own(alerts.exclude(pk__in=standing.values("pk")))
        return super().get_context_data(
            standing=standing,
            drafts=self.own(Draft.objects.select_related("by", "source")),
            past=past[:NEWEST],
            starters=[(key, words["event"]) for key, words in starters().items()],
            **kwargs,
        )


class DraftFormView(AlertScreen):
    """A new draft, or changes of one. Saving leads to what it will look like, where it is issued."""

    template_name = "tv_alerts/form.html"

    def get_page_title(self) -> str:
        return _("Change the draft") if self.kwargs else _("New alert")

    @cached_property
    def draft(self) -> Draft:
        if number := self.kwargs.get("draft_id"):
            return get_object_or_404(self.own(Draft.objects.all()), pk=number)
        return Draft(by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "form" not in kwargs:
            begin = {} if self.draft.pk else starters().get(self.request.GET.get("begin", ""), {})
            kwargs["form"] = DraftForm(instance=self.draft, initial=begin, user=self.request.user)
        return super().get_context_data(draft=self.draft, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = DraftForm(request.POST, instance=self.draft, user=request.user)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        form.instance.by = request.user
        return redirect("tv_alert_issue", form.save().pk)


class IssueView(AlertScreen):
    """What it will look like on television and on a phone; from here it goes out, or is thrown away."""

    template_name = "tv_alerts/issue.html"
    page_title = gettext_lazy("Look and issue")

    @cached_property
    def draft(self) -> Draft:
        return get_object_or_404(self.own(Draft.objects.all()), pk=self.kwargs["draft_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        as_alert = Alert(**self.draft.content(), site_id=self.draft.site_id)
        return super().get_context_data(draft=self.draft, alert=as_alert, sites=_shown(as_alert), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") == "delete":
            self.draft.delete()
            messages.success(request, _("The draft is gone."))
            return redirect("tv_alerts")
        reason = _reason(request)
        try:
            if not reason:
                raise ValidationError(_("Say on what ground you issue it."))
            alert = issue(self.draft, request.user, reason)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self.render_to_response(self.get_context_data(reason=reason))
        messages.success(request, _("It is issued. Somebody else has to look at it afterwards."))
        return redirect("tv_alert", alert.pk)


class AlertView(AlertScreen):
    """One alert: where it is shown, which screens have shown it, what came before and after it."""

    template_name = "tv_alerts/alert.html"

    @cached_property
    def alert(self) -> Alert:
        alerts = self.own(Alert.objects.select_related("by", "drafted_by", "source", "looked_at__by"))
        return get_object_or_404(alerts, pk=self.kwargs["alert_id"])

    def get_page_title(self) -> str:
        return self.alert.headline

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        later = [row.alert for row in self.alert.replaced_by.select_related("alert__by").order_by("pk")]
        return super().get_context_data(
            alert=self.alert,
            sites=_shown(self.alert),
            earlier=self.alert.replaced,
            later=later,
            stands=Alert.objects.standing().filter(pk=self.alert.pk).exists(),
            checked=getattr(self.alert, "looked_at", None),
            may_check=self.alert.by_id != self.request.user.pk,
            is_cancel=self.alert.message == Message.CANCEL,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        action = request.POST.get("action")
        try:
            if action == "update":
                return redirect("tv_alert_draft", draft_update(self.alert, request.user).pk)
            if action == "all_clear":
                all_clear(self.alert, request.user, _reason(request))
                messages.success(request, _("All clear: it is off every screen and site within a minute."))
            elif action == "check":
                confirm(self.alert, request.user)
                messages.success(request, _("Noted that you have looked at it."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("tv_alert", self.alert.pk)


class SourceView(AlertScreen):
    """Programs that may send alerts: a new one gets a key, which is shown once."""

    template_name = "tv_alerts/sources.html"
    page_title = gettext_lazy("Senders of alerts")
    permission = "tv_alerts.change_capsource"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", SourceForm())
        return super().get_context_data(sources=CapSource.objects.order_by("ended_at", "name"), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if number := request.POST.get("end"):
            source = get_object_or_404(CapSource.objects.filter(ended_at=None), pk=number)
            source.end()
            messages.success(request, _("The key of “%(name)s” opens nothing any more.") % {"name": source.name})
            return redirect("tv_alert_sources")
        form = SourceForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        secret = form.save(commit=False).issue_key()
        return self.render_to_response(self.get_context_data(secret=secret, form=SourceForm()))


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()[: Alert._meta.get_field("reason").max_length]


def _shown(alert: Alert) -> list[Site]:
    return shown_on(alert, Site.objects.select_related("root_page").order_by("root_page__path"))
