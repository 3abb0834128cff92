import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.test import Client

from tests.cms.audit.world import PASSWORD
from tests.factories.sites import Family, make_family


@pytest.fixture
def family(db) -> Family:
    return make_family()


@pytest.fixture
def boss(db) -> AbstractBaseUser:
    return get_user_model().objects.create_superuser("boss", "boss@example.com", PASSWORD)


@pytest.fixture
def admin(boss) -> Client:
    client = Client(SERVER_NAME="localhost", headers={"user-agent": "Browser of the boss"}, REMOTE_ADDR="192.0.2.7")
    client.force_login(boss)
    return client
