from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SitewideConfig(AppConfig):
    name = "cms.sitewide"
    label = "sitewide"
    verbose_name = _("Set once per site")
    default_auto_field = "django.db.models.BigAutoField"
