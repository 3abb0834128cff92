"""The nine sites as `provision_sites` builds them, made once for all tests of this folder.

That takes half a minute, so these tests stay on one worker (tests/scheduling.py).
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from sites.provisioning import Change, provision
from sites.registry import SiteEntry, load_registry
from tests.sites.isolation.marked_sites import marked  # noqa: F401 - a fixture


@dataclass(frozen=True)
class NineSites:
    entries: list[SiteEntry]
    changes: list[Change]
    cpu_seconds: float
    media: Path

    def again(self, **options) -> list[Change]:
        return provision(self.entries, **options)


@pytest.fixture(scope="package")
def _built(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[NineSites]:
    media = tmp_path_factory.mktemp("media")
    entries = load_registry()
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=str(media)), transaction.atomic():
        started = time.process_time()
        changes = provision(entries, demo_users=True)
        yield NineSites(entries, changes, time.process_time() - started, media)
        transaction.set_rollback(True)


@pytest.fixture
def nine_sites(_built, db) -> NineSites:
    """What a test changes is rolled back after it, the sites stay until the folder's end."""
    return _built
