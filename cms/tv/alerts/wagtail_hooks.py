from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.tv.alerts import views
from cms.tv.alerts.issuing import may_alert


@hooks.register("register_admin_urls")
def alert_urls() -> list[URLPattern]:
    return [
        path("tv/alerts/", views.AlertListView.as_view(), name="tv_alerts"),
        path("tv/alerts/new/", views.DraftFormView.as_view(), name="tv_alert_new"),
        path("tv/alerts/senders/", views.SourceView.as_view(), name="tv_alert_sources"),
        path("tv/alerts/drafts/<int:draft_id>/", views.DraftFormView.as_view(), name="tv_alert_draft"),
        path("tv/alerts/drafts/<int:draft_id>/issue/", views.IssueView.as_view(), name="tv_alert_issue"),
        path("tv/alerts/<int:alert_id>/", views.AlertView.as_view(), name="tv_alert"),
    ]


class AlertMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_alert(request.user)


@hooks.register("register_tv_menu_item")
def alert_menu_item() -> MenuItem:
    return AlertMenuItem(_("Alerts"), reverse_lazy("tv_alerts"), name="tv-alerts", icon_name="warning", order=400)


@hooks.register("insert_global_admin_css")
def alert_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("tv_alerts/alerts.css"))
