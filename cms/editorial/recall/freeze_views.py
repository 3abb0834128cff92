"""Screens of the freeze."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.models import Site

from cms.core.site_field import SiteField, SiteNumberForm
from cms.editorial.recall.models import Freeze
from cms.editorial.recall.permissions import may_freeze

# A freeze that nobody remembers must not last for ever.
LONGEST = timedelta(days=30)


class FreezeForm(SiteNumberForm):
    site = SiteField(
        Site.objects.all(), required=False, label=gettext_lazy("Site"), empty_label=gettext_lazy("All sites")
    )
    field_order = ["site", "reason", "starts_at", "ends_at"]

    class Meta:
        model = Freeze
        fields = ["reason", "starts_at", "ends_at"]
        widgets = {"starts_at": AdminDateTimeInput, "ends_at": AdminDateTimeInput}

    def clean(self) -> dict:
        data = super().clean()
        starts, ends = data.get("starts_at"), data.get("ends_at")
        if starts and ends:
            if ends <= max(starts, timezone.now()):
                raise ValidationError({"ends_at": _("The end must be after the beginning, and still to come.")})
            if ends - starts > LONGEST:
                raise ValidationError(
                    {"ends_at": _("At most %(days)s days; a freeze can be ordered again.") % {"days": LONGEST.days}}
                )
        return data


class MayFreezeMixin:
    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not may_freeze(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class FreezeListView(MayFreezeMixin, WagtailAdminTemplateMixin, TemplateView):
    """Those in force and to come, a form for a new one, and the past."""

    template_name = "recall/freezes.html"
    page_title = gettext_lazy("Freeze publishing")
    header_icon = "lock"
    newest = 50

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = FreezeForm(request.POST, instance=Freeze(by=request.user))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        form.save()
        messages.success(request, _("Every editor concerned reads it now on top of every screen."))
        return redirect("freezes")

    def get_context_data(self, **kwargs) -> dict:
        kwargs.setdefault("form", FreezeForm())
        freezes = list(Freeze.objects.select_related("by", "lifted_by")[: self.newest])
        return super().get_context_data(
            freezes=[freeze for freeze in freezes if not freeze.is_over],
            past=[freeze for freeze in freezes if freeze.is_over],
            **kwargs,
        )


class LiftFreezeView(MayFreezeMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, freeze_id: int) -> HttpResponse:
        freeze = get_object_or_404(Freeze, pk=freeze_id)
        if not freeze.is_over:
            freeze.lifted_at, freeze.lifted_by = timezone.now(), request.user
            freeze.save(update_fields=["lifted_at", "lifted_by"])
            messages.success(request, _("The freeze has ended. What was scheduled meanwhile goes out within a minute."))
        return redirect("freezes")
