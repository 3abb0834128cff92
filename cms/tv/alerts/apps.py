from django.apps import AppConfig
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    name = "cms.tv.alerts"
    label = "tv_alerts"
    verbose_name = _("Television: alerts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.sitewide.banners import register_banners
        from cms.tv.alerts import overlay
        from cms.tv.alerts.hinting import alert_hints
        from cms.tv.caching import register_state
        from cms.tv.consumers.keys import register_prefix
        from cms.tv.hints import register_source

        register_prefix(self.get_model("CapSource").prefix, lambda secret: False)
        register_state(self._newest)
        register_source("alert", alert_hints)
        register_banners(overlay.banners)
        overlay.connect()

    def _newest(self) -> QuerySet:
        """Nothing of an alert changes but by another message."""
        return self.get_model("Alert").objects.order_by("-pk").values("created_at")[:1]
