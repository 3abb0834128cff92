from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "cms.media"
    label = "media"
    verbose_name = _("Pictures, documents, audio and video")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import signals, texts

        signals.register()
        texts.register()
