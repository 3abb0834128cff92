from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "cms.api"
    label = "api"
    verbose_name = _("Programming interface")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.api import lifetime  # noqa: F401 - registers its receivers
        from cms.api.v3.schemas import extend_page_schemas

        extend_page_schemas()
