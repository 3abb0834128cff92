from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsumersConfig(AppConfig):
    name = "cms.tv.consumers"
    label = "tv_consumers"
    verbose_name = _("Consumers of the television interface")
    default_auto_field = "django.db.models.BigAutoField"
