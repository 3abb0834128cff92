"""The desk of webhooks: where deliveries go, and what came back."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminDateTimeInput

from cms.tv.webhooks.delivering import send_again
from cms.tv.webhooks.models import Subscription

SHOWN = 50
USE = "webhook-signature: v1,… · HMAC-SHA256 (Standard Webhooks)"


class AgainForm(forms.Form):
    since = forms.DateTimeField(
        label=gettext_lazy("Changes since"), widget=AdminDateTimeInput, help_text=gettext_lazy("As they are now.")
    )


class WebhookForm(WagtailAdminModelForm):
    class Meta:
        model = Subscription
        fields = ["consumer", "url", "all_sites", "sites", "active"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data["all_sites"] == bool(data.get("sites")):
            self.add_error("sites", _("Either all sites or those that you choose."))
        return data


class WebhookIndexView(generic.IndexView):
    def get_edit_url(self, instance: Subscription) -> str:
        """An address leads to its deliveries; from there one comes to the form."""
        return self.get_inspect_url(instance)


class WebhookCreateView(generic.CreateView):
    def save_instance(self) -> Subscription:
        self.secret = self.form.instance.new_secret()
        return super().save_instance()

    def save_action(self) -> HttpResponse:
        """The answer itself shows the secret, so that it lies nowhere until somebody comes to read it."""
        return secret_page(self.request, self.object, self.secret, self.get_success_url())


class WebhookView(generic.InspectView):
    """Also sends again, goes on after a pause and makes secrets."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.permission_policy.user_has_permission(request.user, "change"):
            raise PermissionDenied
        action = {
            "secret": self._new_secret,
            "resume": self._resume,
            "since": self._since,
        }.get(request.POST.get("action", ""), self._again)
        return action(request)

    def _new_secret(self, request: HttpRequest) -> HttpResponse:
        secret = self.object.new_secret()
        self.object.save()
        return secret_page(request, self.object, secret, request.path)

    def _resume(self, request: HttpRequest) -> HttpResponse:
        self.object.send_again()
        messages.success(request, _("It goes on where it stopped."))
        return redirect(request.path)

    def _since(self, request: HttpRequest) -> HttpResponse:
        form = AgainForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        self.object.send_again(form.cleaned_data["since"])
        messages.success(request, _("All changes since then are sent again."))
        return redirect(request.path)

    def _again(self, request: HttpRequest) -> HttpResponse:
        number = request.POST.get("delivery", "")
        delivery = get_object_or_404(self.object.deliveries, pk=number if number.isdigit() else 0)
        outcome = send_again(delivery)
        if outcome.is_taken:
            messages.success(request, _("It was sent again and taken."))
        else:
            messages.error(request, _("It was sent again and not taken: %(answer)s") % {"answer": outcome.answer})
        return redirect(request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        deliveries = self.object.deliveries.all()[:SHOWN]
        return super().get_context_data(**{"deliveries": deliveries, "form": AgainForm()} | kwargs)


def secret_page(request: HttpRequest, subscription: Subscription, secret: str, back: str) -> TemplateResponse:
    context = {
        "page_title": _("Secret of the webhook"),
        "header_icon": "link-external",
        "heading": subscription.url,
        "secret": secret,
        "use": USE,
        "back": back,
    }
    return TemplateResponse(request, "tv_consumers/secret.html", context)


class WebhookViewSet(ModelViewSet):
    model = Subscription
    name = "tv_webhooks"
    icon = "link-external"
    menu_label = gettext_lazy("Webhooks")
    list_display = [
        "url",
        Column("consumer", label=gettext_lazy("Consumer")),
        Column("state", label=gettext_lazy("State")),
        Column("failures", label=gettext_lazy("Failures in a row")),
    ]
    search_fields = ["url"]
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = [
        *("consumer", "url", "all_sites", "sites", "active", "failing_since", "next_at", "cursor", "created_at")
    ]
    index_view_class = WebhookIndexView
    add_view_class = WebhookCreateView
    inspect_view_class = WebhookView
    inspect_template_name = "tv_webhooks/webhook.html"

    def get_form_class(self, for_update: bool = False) -> type[WebhookForm]:
        return WebhookForm


webhook_viewset = WebhookViewSet()
