from django.contrib.auth.models import Permission
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.bulk_action import BulkAction

from cms.audit.models import Action, AuditEntry
from cms.audit.permission_panel import AuditPanel
from cms.audit.record import has_recorded, record_change
from cms.audit.report import AuditReportView

VIEW = "audit.view_auditentry"
LAST = 1000


@hooks.register("after_bulk_action")
def record_bulk_action(request: HttpRequest, action_type: str, objects: list[Model], action: BulkAction) -> None:
    """Some use `QuerySet.update`, which sends no signal: wagtail 8.0 moves files to a collection that way."""
    values = action.cleaned_form.cleaned_data if action.cleaned_form else {}
    for row in objects:
        # A deleted page has lost its number, and was recorded.
        if row.pk and not has_recorded(Action, type(row), row.pk):
            record_change(Action.CHANGED, row, {"bulk_action": action_type, **values})


@hooks.register("register_group_permission_panel", order=LAST)
def audit_panel() -> type[AuditPanel]:
    return AuditPanel


@hooks.register("register_permissions")
def audit_permission() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="audit", codename=f"view_{AuditEntry._meta.model_name}")


@hooks.register("register_admin_urls")
def audit_urls() -> list[URLPattern]:
    return [
        path("reports/audit/", AuditReportView.as_view(), name="audit_report"),
        path("reports/audit/results/", AuditReportView.as_view(results_only=True), name="audit_report_results"),
    ]


class AuditMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(VIEW)


@hooks.register("register_reports_menu_item")
def audit_menu_item() -> MenuItem:
    return AuditMenuItem(_("Audit"), reverse("audit_report"), name="audit", icon_name="history", order=100)
