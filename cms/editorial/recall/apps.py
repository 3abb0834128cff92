from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecallConfig(AppConfig):
    name = "cms.editorial.recall"
    label = "recall"
    verbose_name = _("Recall")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.editorial.recall import copies, receivers

        copies.record_copies()
        receivers.connect()
