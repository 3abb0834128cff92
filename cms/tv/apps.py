from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TvConfig(AppConfig):
    name = "cms.tv"
    label = "tv"
    verbose_name = _("Television")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.editorial.recall.channels import register_channel
        from cms.tv import receivers
        from cms.tv.recalling import television_lines

        register_channel(television_lines)
        receivers.connect()
