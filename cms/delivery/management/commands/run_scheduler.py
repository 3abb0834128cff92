import logging
import signal
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

logger = logging.getLogger(__name__)

DAY = 24 * 60 * 60
# Commands and their options, in order; each takes no longer than it has to do.
OFTEN = {
    "publish_scheduled": {},
    "withdraw_unconfirmed": {"verbosity": 0},
    "resume_recalls": {"verbosity": 0},
    "seal_audit": {"verbosity": 0},
    "escalate_cases": {"verbosity": 0},
    "remind_reviewers": {"verbosity": 0},
    "tell_hidden_files": {"verbosity": 0},
}
DAILY = {
    "prune_db_task_results": {"queue_name": "*", "verbosity": 0},
    "purge_search_counts": {"verbosity": 0},
    "prune_audit": {"verbosity": 0},
    "prune_publications": {"verbosity": 0},
    "prune_tv_records": {"verbosity": 0},
    "clearsessions": {"verbosity": 0},
    "look_back": {"verbosity": 0},
    "verify_gate": {"verbosity": 0},
}


class Command(BaseCommand):
    help = (
        "Does what is due: all the time "
        + ", ".join(OFTEN)
        + "; once a day "
        + ", ".join(DAILY)
        + ". Each command's own --help says what it does."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--interval", type=float, default=30, help="seconds between two runs (default: 30)")
        parser.add_argument("--once", action="store_true", help="run once and stop")

    def handle(self, *, interval: float, once: bool, **kwargs: object) -> None:
        self.stopping = False
        if not once:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, self.stop)
        pruned_at = None
        while not self.stopping:
            for command, options in OFTEN.items():
                attempt(command, **options)
            if pruned_at is None or time.monotonic() - pruned_at >= DAY:
                for command, options in DAILY.items():
                    attempt(command, **options)
                pruned_at = time.monotonic()
            if once:
                return
            self.wait(interval)
            # As Django does between requests: a connection that broke meanwhile must not stay in use.
            close_old_connections()

    def stop(self, *args: object) -> None:
        """Ends after the run that is under way. Only a flag: a handler must not wait for locks."""
        self.stopping = True

    def wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not self.stopping and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, 0.5))


def attempt(command: str, **options: object) -> None:
    """One failing run, such as a page that cannot be published, must not end all later ones."""
    try:
        call_command(command, **options)
    except Exception:
        logger.exception("%s failed; it is tried again in the next round", command)
