from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import m2m_changed, post_migrate, pre_migrate, pre_save
from django.utils.translation import gettext_lazy as _


class GateConfig(AppConfig):
    name = "cms.editorial.gate"
    label = "gate"
    verbose_name = _("Gate")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.models import Revision

        from cms.editorial.gate import checks, files, gatekeeping, privacy  # noqa: F401 - the checks register themselves

        # Without a sender: every page type, also one that is added later.
        pre_save.connect(gatekeeping.check_page)
        m2m_changed.connect(gatekeeping.check_list)
        pre_save.connect(gatekeeping.check_schedule, sender=Revision)
        files.connect()
        privacy.connect()
        pre_migrate.connect(drop_triggers, sender=self)
        post_migrate.connect(install_triggers, sender=self)


def drop_triggers(using: str, plan: list, **kwargs) -> None:
    """SQLite cannot rebuild a table that another table's trigger speaks of."""
    from cms.editorial.gate import triggers

    if plan and triggers.has_tables(connections[using]):
        triggers.drop_triggers(connections[using])


def install_triggers(using: str, **kwargs) -> None:
    from cms.editorial.gate import triggers

    if triggers.has_tables(connections[using]):
        triggers.install_triggers(connections[using])
