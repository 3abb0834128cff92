from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "cms.audit"
    label = "audit"
    verbose_name = _("Audit")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Importing the others connects them.
        from cms.audit import changes, checks, signing_in, wagtail_log  # noqa: F401

        changes.connect()
        pre_migrate.connect(drop_triggers, sender=self)
        post_migrate.connect(install_triggers, sender=self)


def drop_triggers(using: str, plan: list, **kwargs) -> None:
    """Nothing to migrate, no moment without them."""
    from cms.audit import triggers

    if plan:
        triggers.drop(connections[using])


def install_triggers(using: str, **kwargs) -> None:
    from cms.audit import triggers

    triggers.install(connections[using])
