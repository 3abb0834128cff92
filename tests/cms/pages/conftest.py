import pytest

from tests.factories.sites import Family, make_family


@pytest.fixture
def family(db) -> Family:
    return make_family()
