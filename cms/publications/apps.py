from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PublicationsConfig(AppConfig):
    name = "cms.publications"
    label = "publications"
    verbose_name = _("Publication log")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.publications import receivers

        receivers.connect()
        post_migrate.connect(install_numbering, sender=self)
        post_migrate.connect(begin_log, sender=self)


def install_numbering(using: str, **kwargs) -> None:
    from django.db import connections

    from cms.publications import triggers

    if triggers.TABLE in connections[using].introspection.table_names():
        triggers.install_triggers(connections[using])


def begin_log(using: str, **kwargs) -> None:
    """The mark that protects the log, and in a database that had pages before it had a log, a first row for each."""
    from django.db import connections

    from cms.publications.models import LogRow, PruneMark
    from cms.publications.reconciling import repair

    if not {LogRow._meta.db_table, "wagtailcore_page"} <= set(connections[using].introspection.table_names()):
        return
    PruneMark.objects.get_or_create(pk=1)
    if not LogRow.objects.exists():
        for _row in repair():
            pass
