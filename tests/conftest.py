"""What every test can rely on."""

import os

import pytest

from tests.scheduling import pytest_collection_modifyitems, pytest_xdist_make_scheduler  # noqa: F401 - hooks

# Playwright's own event loop would make Django refuse the database in the same thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True)
def fresh_caches():
    """Caches outlive a test's rolled-back transaction; what they remember may no longer exist."""
    from django.core.cache import caches

    for alias in ("default", "renditions"):
        caches[alias].clear()


@pytest.fixture(scope="session", autouse=True)
def released():
    """Pages of most tests, and of fixtures of every scope, are live without review, as starter pages are."""
    from cms.core.release import shipped

    with shipped():
        yield


@pytest.fixture(autouse=True)
def shut_gate(request: pytest.FixtureRequest, released):
    """Tests of the gate say `pytest.mark.gate` and find it as it is in the product."""
    from cms.core import release

    if not request.node.get_closest_marker("gate"):
        yield
        return
    token = release._ground.set(None)
    yield
    release._ground.reset(token)
