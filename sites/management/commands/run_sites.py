import hashlib
import sys
import unicodedata
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from cms.settings.environment import env
from sites.processes import ProcessError, Program, StopRequested, port_is_free, running
from sites.provisioning.people import ADMIN, demo_password, demo_usernames
from sites.registry import RegistryError, SiteEntry, load_registry, public_port

READY_SECONDS = 180


class Command(BaseCommand):
    help = (
        "Runs the nine sites on this machine: brings the database up to date, builds the sites, collects static files, "
        "then starts the web server, the background worker, the sender of webhooks and the scheduler. Prints a line "
        "that begins with READY when all sites answer. Ctrl-C stops everything. Environment: PORT (8000), "
        "DATA_DIR (var/)."
    )

    def handle(self, **options: object) -> None:
        port = env.int("PORT", 8000)
        if not port_is_free(port):
            message = _(
                "Port %(port)s is in use by another program, or reserved. Stop that program, "
                "or choose another port: PORT=%(other)s make run"
            )
            raise CommandError(message % {"port": port, "other": port + 10})
        try:
            entries = load_registry()
        except RegistryError as error:
            raise CommandError(str(error)) from error
        self._prepare()
        try:
            with running(_programs(port), settings.BASE_DIR) as processes:
                self._say(_("Starting the web server, the background worker and the scheduler …"))
                processes.wait_for_answers(port, [entry.hostname for entry in entries], READY_SECONDS)
                self._introduce(entries)
                self._say(f"READY http://localhost:{port}/")
                processes.watch()
        except ProcessError as error:
            raise CommandError(str(error)) from error
        except StopRequested:
            self._say(_("Stopped."))

    def _prepare(self) -> None:
        if _has_open_migrations():
            self._say(_("Preparing the database …"))
            call_command("migrate", interactive=False, verbosity=0)
        self._say(_("Building the sites …"))
        call_command("provision_sites", demo_users=settings.ALLOW_DEMO_USERS, stdout=self.stdout)
        connection.close()
        fingerprint = static_fingerprint()
        stamp = settings.DATA_DIR / "static.fingerprint"
        if not (Path(settings.STATIC_ROOT).exists() and stamp.exists() and stamp.read_text() == fingerprint):
            self._say(_("Collecting static files …"))
            call_command("collectstatic", interactive=False, verbosity=0)
            stamp.write_text(fingerprint)

    def _introduce(self, entries: list[SiteEntry]) -> None:
        self._say("")
        for entry in entries:
            self._say(f"  {_padded(entry.brand_name, 12)}{_padded(entry.short_name, 10)}{_address(entry)}")
        self._say("")
        self._say("  " + _("Admin: %(url)s") % {"url": f"{_address(entries[0])}admin/"})
        if settings.ALLOW_DEMO_USERS:
            self._say("  " + _("Demo logins, all with the password %(password)s:") % {"password": demo_password()})
            self._say(f"    {ADMIN}")
            for entry in entries:
                self._say("    " + "  ".join(demo_usernames(entry)))
        self._say("")

    def _say(self, message: str) -> None:
        self.stdout.write(message)
        self.stdout.flush()


def _programs(port: int) -> list[Program]:
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", str(port)]  # noqa: S104
    return [
        Program(
            _("web server"), [*server, "--blocking-threads", "4", "--log-level", "warning", "cms.wsgi:application"]
        ),
        Program(_("background worker"), [*manage, "db_worker", "--skip-checks", "--no-startup-delay"]),
        Program(_("sender of webhooks"), [*manage, "run_webhooks", "--skip-checks"]),
        Program(_("scheduler"), [*manage, "run_scheduler", "--skip-checks"]),
    ]


def _has_open_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def static_fingerprint() -> str:
    """Changes when a static file of any app or theme, or the way they are stored, changes."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            digest.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _address(entry: SiteEntry) -> str:
    port = public_port()
    if port == 443:
        return f"https://{entry.hostname}/"
    return f"http://{entry.hostname}/" if port == 80 else f"http://{entry.hostname}:{port}/"


def _padded(text: str, width: int) -> str:
    """Chinese characters take two columns in a terminal."""
    taken = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
    return text + " " * max(1, width - taken)
