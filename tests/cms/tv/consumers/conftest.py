import pytest

from cms.tv.consumers.counting import counts
from cms.tv.consumers.keys import forget_keys
from cms.tv.consumers.limits import windows
from tests.factories.consumers import ConsumerFactory


@pytest.fixture(autouse=True)
def fresh_process(db):
    """What a process remembers of keys, limits and counts."""
    forget_keys()
    windows.clear()
    counts.take()


@pytest.fixture
def consumer(db):
    return ConsumerFactory()


@pytest.fixture
def secret(consumer) -> str:
    return consumer.issue()


@pytest.fixture
def closed(settings) -> None:
    settings.TV_PUBLIC_READ = False
