from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StandardConfig(AppConfig):
    name = "cms.pages.standard"
    label = "standard"
    verbose_name = _("Home pages, columns and plain pages")
