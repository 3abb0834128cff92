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
def released(request: pytest.FixtureRequest):
    """Pages of most tests are live without review, as those that the platform brings along.

    Tests of the gate itself say so with `pytest.mark.gate`.
    """
    from cms.core.release import shipped

    if request.node.get_closest_marker("gate"):
        yield
        return
    with shipped():
        yield
