import logging
import time

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from sites.provisioning import Action, Change, ProvisioningError, provision
from sites.registry import RegistryError, load_registry


class Command(BaseCommand):
    help = (
        "Builds the prefecture's and the counties' sites from sites/registry.toml: pages, addresses, collections, "
        "groups and permissions, settings and starter content. Safe to run again: it follows a changed registry and "
        "sites/roles.py, and never overwrites or deletes what editors have made. Environment: SITE_HOSTS "
        "(slug=host,slug=host), PUBLIC_PORT (default: PORT, else 8000), DEMO_PASSWORD."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="print what would be done and change nothing")
        parser.add_argument("--only", metavar="SLUG", help="build this one site, for example lichuan")
        parser.add_argument(
            "--demo-users",
            action="store_true",
            help="also create the demo logins with the password from DEMO_PASSWORD; refused in production",
        )

    def handle(self, *, dry_run: bool, only: str | None, demo_users: bool, verbosity: int, **options: object) -> None:
        # Wagtail logs three lines for every page; the report says it in one.
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        started = time.monotonic()
        try:
            entries = load_registry()
            changes = provision(entries, only, demo_users, dry_run, self._progress if verbosity else _silent)
        except RegistryError as error:
            count = _("The registry of sites has %(count)s errors; nothing was changed.")
            raise CommandError(f"{count % {'count': len(error.problems)}}\n{error}") from error
        except ProvisioningError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self._report(changes, dry_run, every_line=dry_run or verbosity > 1)
            self._summary(changes, dry_run, time.monotonic() - started)

    def _progress(self, message: str) -> None:
        self.stdout.write(message)
        self.stdout.flush()

    def _report(self, changes: list[Change], dry_run: bool, every_line: bool) -> None:
        """Made things only on request; changed and removed ones always, because somebody may wonder why."""
        words = {
            Action.CREATED: _("would create") if dry_run else _("created"),
            Action.CHANGED: _("would change") if dry_run else _("changed"),
            Action.REMOVED: _("would remove") if dry_run else _("removed"),
        }
        for change in changes:
            if every_line or change.action is not Action.CREATED:
                self.stdout.write(f"  {words[change.action]}  {change.site or '-'}  {change.what}")

    def _summary(self, changes: list[Change], dry_run: bool, seconds: float) -> None:
        if not changes:
            message = _("Everything is in place: nothing to do.")
        elif dry_run:
            message = _("%(count)s changes would be made. Nothing was changed.")
        else:
            message = _("%(count)s changes made in %(seconds)s seconds.")
        self.stdout.write(self.style.SUCCESS(message % {"count": len(changes), "seconds": f"{seconds:.1f}"}))


def _silent(message: str) -> None:
    pass
