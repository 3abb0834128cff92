from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TextsConfig(AppConfig):
    name = "cms.editorial.texts"
    label = "texts"
    verbose_name = _("Text check")
    default_auto_field = "django.db.models.BigAutoField"
