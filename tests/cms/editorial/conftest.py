import pytest

from tests.factories.review import Desk, make_desk


@pytest.fixture
def desk(db) -> Desk:
    """The gate is shut for what happens after."""
    return make_desk()
