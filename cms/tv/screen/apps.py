from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScreenConfig(AppConfig):
    name = "cms.tv.screen"
    label = "tv_screen"
    verbose_name = _("Television screen")

    def ready(self) -> None:
        from cms.core.previews import PreviewMode, register_preview_mode
        from cms.tv.screen.preview import show_draft

        register_preview_mode(PreviewMode("tv", _("Television"), "media", 1920, show_draft))
