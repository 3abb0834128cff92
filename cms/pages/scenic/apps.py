from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScenicConfig(AppConfig):
    name = "cms.pages.scenic"
    label = "scenic"
    verbose_name = _("Scenic spots")
