from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, Group
from django.test import Client


@pytest.fixture
def person(nine_sites) -> Callable[..., AbstractBaseUser]:
    """Finds a demo user, or makes somebody of these groups."""

    def find_or_make(name: str, *groups: str) -> AbstractBaseUser:
        users = get_user_model().objects
        if not groups:
            return users.get(username=name)
        made = users.create_user(name, f"{name}@example.com", "long-and-secret", last_name=name)
        made.groups.set(Group.objects.filter(name__in=groups))
        return made

    return find_or_make


@pytest.fixture
def client_of() -> Callable[[AbstractBaseUser], Client]:
    def sign_in(user: AbstractBaseUser) -> Client:
        client = Client(SERVER_NAME="localhost")
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def administrator(person, client_of) -> Client:
    """Lichuan's."""
    return client_of(person("lichuan-admin"))
