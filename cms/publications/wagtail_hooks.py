from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.publications.models import LogRow
from cms.publications.report import PublicationReportView

VIEW = f"publications.view_{LogRow._meta.model_name}"


@hooks.register("register_permissions")
def log_permission() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="publications", codename=VIEW.partition(".")[2])


@hooks.register("register_admin_urls")
def log_urls() -> list[URLPattern]:
    return [
        path("reports/publications/", PublicationReportView.as_view(), name="publication_report"),
        path(
            "reports/publications/results/",
            PublicationReportView.as_view(results_only=True),
            name="publication_report_results",
        ),
    ]


class LogMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(VIEW)


@hooks.register("register_reports_menu_item")
def log_menu_item() -> MenuItem:
    return LogMenuItem(
        _("Publication log"), reverse("publication_report"), name="publications", icon_name="history", order=90
    )
