from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    name = "cms.tv.webhooks"
    label = "tv_webhooks"
    verbose_name = _("Webhooks of the television interface")
    default_auto_field = "django.db.models.BigAutoField"
