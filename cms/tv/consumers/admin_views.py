"""The desk of consumers: who they are, their keys, and what they have asked for."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Max, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from cms.tv.consumers.models import GRACE_DAYS, Consumer, CountQuerySet, HourlyCount, Key

HOURS = 24
CHART_HEIGHT = 40


class RotateForm(forms.Form):
    days = forms.IntegerField(
        label=gettext_lazy("Days for which the old key still works"),
        min_value=0,
        max_value=90,
        initial=GRACE_DAYS,
    )


class ConsumerIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Consumer]:
        counts = HourlyCount.objects.last_day().filter(consumer=OuterRef("pk")).order_by().values("consumer")
        keys = Key.objects.filter(consumer=OuterRef("pk")).order_by().values("consumer")
        return (
            super()
            .get_base_queryset()
            .annotate(
                last_used_at=Subquery(keys.annotate(last=Max("last_used_at")).values("last")),
                asked=Coalesce(Subquery(counts.annotate(sum=Sum("requests")).values("sum")), 0),
            )
        )

    def get_edit_url(self, instance: Consumer) -> str:
        """A name leads to the keys; from there one comes to the form."""
        return self.get_inspect_url(instance)


class ConsumerCreateView(generic.CreateView):
    def save_instance(self) -> Consumer:
        self.form.instance.created_by = self.request.user
        return super().save_instance()

    def get_success_url(self) -> str:
        """Where its first key is made."""
        return reverse(consumer_viewset.get_url_name("inspect"), args=[self.object.pk])


class ConsumerView(generic.InspectView):
    """Also makes keys and ends them."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.permission_policy.user_has_permission(request.user, "change"):
            raise PermissionDenied
        if request.POST.get("action") == "revoke":
            return self._revoke(request)
        form = RotateForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        context = {
            "page_title": _("Key made"),
            "header_icon": "key",
            "heading": self.object.name,
            "secret": self.object.rotate(timedelta(days=form.cleaned_data["days"])),
            "use": "Authorization: Bearer yst_… · X-API-Key: yst_…",
            "back": request.path,
        }
        return TemplateResponse(request, "tv_consumers/secret.html", context)

    def _revoke(self, request: HttpRequest) -> HttpResponse:
        number = request.POST.get("key", "")
        key = get_object_or_404(self.object.keys, pk=number if number.isdigit() else 0)
        key.revoke()
        messages.success(request, _("The key %(key)s is refused from now on.") % {"key": key})
        return redirect(request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = self.object.counts.last_day()
        context = {"keys": self.object.keys.all(), "form": RotateForm(), "bars": hours(counts), "height": CHART_HEIGHT}
        return super().get_context_data(**{**context, "kinds": kinds(counts)} | kwargs)


def hours(counts: CountQuerySet) -> list[dict[str, Any]]:
    """Bars of the last day, oldest first: `x` and `height` in the chart's units."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    asked = dict(counts.values_list("hour").annotate(Sum("requests")).order_by())
    most = max(asked.values(), default=1)
    bars = []
    for index in range(HOURS):
        hour = now - timedelta(hours=HOURS - 1 - index)
        number = asked.get(hour, 0)
        height = round(CHART_HEIGHT * number / most, 1)
        bars.append({"x": index * 10, "y": CHART_HEIGHT - height, "height": height, "hour": hour, "requests": number})
    return bars


def kinds(counts: CountQuerySet) -> QuerySet:
    return counts.values("operation", "status").annotate(asked=Sum("requests"), sent=Sum("bytes")).order_by("-asked")


class ConsumerViewSet(ModelViewSet):
    model = Consumer
    name = "tv_consumers"
    icon = "key"
    menu_label = gettext_lazy("Consumers")
    form_fields = ["name", "contact", "active", "per_minute", "origins"]
    list_display = [
        "name",
        BooleanColumn("active", label=gettext_lazy("Active"), sort_key="active"),
        DateColumn("last_used_at", label=gettext_lazy("Last used")),
        Column("asked", label=gettext_lazy("Requests in 24 hours")),
    ]
    search_fields = ["name", "contact"]
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["contact", "active", "per_minute", "origins", "created_by", "created_at"]
    index_view_class = ConsumerIndexView
    add_view_class = ConsumerCreateView
    inspect_view_class = ConsumerView
    inspect_template_name = "tv_consumers/consumer.html"


consumer_viewset = ConsumerViewSet()
