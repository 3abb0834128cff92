from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.models import register_snippet

from cms.core.site_owned import SiteOwnedViewSet, register_site_permissions
from cms.sitewide.models import AlertBanner

register_site_permissions(AlertBanner)


class AlertBannerViewSet(SiteOwnedViewSet):
    model = AlertBanner
    icon = "warning"
    menu_label = _("Alert banners")
    menu_name = "alert-banners"
    add_to_admin_menu = True
    menu_order = 350
    list_display = [
        "title",
        "site",
        "level",
        "starts_at",
        "ends_at",
        BooleanColumn("is_effective", label=_("Shown now")),
    ]
    list_filter = ["level"]
    search_fields = ["title", "text"]


register_snippet(AlertBannerViewSet)
