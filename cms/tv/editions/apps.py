from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditionsConfig(AppConfig):
    name = "cms.tv.editions"
    label = "tv_editions"
    verbose_name = _("Programme of television")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.editorial.recall.channels import register_channel
        from cms.publications.signals import rows_written
        from cms.tv.caching import register_state
        from cms.tv.editions.hinting import edition_hints
        from cms.tv.editions.recalling import edition_lines
        from cms.tv.editions.withdrawing import withdraw_everywhere
        from cms.tv.hints import register_source

        register_state(lambda: self.get_model("Channel").objects.order_by("-changed_at").values("changed_at")[:1])
        register_source("edition", edition_hints)
        register_channel(edition_lines)
        rows_written.connect(withdraw_everywhere)
