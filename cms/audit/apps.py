from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "cms.audit"
    label = "audit"
    verbose_name = _("Audit")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Importing the others connects them.
        from cms.audit import changes, checks, signing_in, wagtail_log  # noqa: F401

        changes.connect()
