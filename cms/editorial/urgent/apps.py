from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UrgentConfig(AppConfig):
    name = "cms.editorial.urgent"
    label = "urgent"
    verbose_name = _("Urgent notices")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.editorial.urgent import marking

        marking.connect()
