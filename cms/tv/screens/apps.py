from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScreensConfig(AppConfig):
    name = "cms.tv.screens"
    label = "tv_screens"
    verbose_name = _("Television: screens")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.tv.consumers.keys import register_prefix

        screens = self.get_model("Screen")
        register_prefix(screens.prefix, screens.is_key_in_force)
