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
