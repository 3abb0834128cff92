from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RiskConfig(AppConfig):
    name = "cms.editorial.risk"
    label = "risk"
    verbose_name = _("Risk assessment")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.editorial.gate.requirements import register_requirement
        from cms.editorial.risk.states import unassessed

        register_requirement(unassessed)
