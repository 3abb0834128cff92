"""What every test can rely on."""

import os

import pytest

# Playwright's own event loop would make Django refuse the database in the same thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True)
def fresh_caches():
    """Caches outlive a test's rolled-back transaction; what they remember may no longer exist."""
    from django.core.cache import caches

    for alias in ("default", "renditions"):
        caches[alias].clear()


@pytest.fixture(autouse=True)
def audit_that_can_be_emptied(request, _django_db_marker):
    """A test with real commits ends by emptying all tables, which the audit refuses while it has a chain."""
    if {"transactional_db", "live_server"} & set(request.fixturenames):
        request.getfixturevalue("transactional_db")
    yield
    if "transactional_db" in request.fixturenames or _commits(request):
        from cms.audit.models import AuditHead

        AuditHead.objects.all().delete()


def _commits(request) -> bool:
    marker = request.node.get_closest_marker("django_db")
    return bool(marker and (marker.kwargs.get("transaction") or marker.args[:1] == (True,)))
