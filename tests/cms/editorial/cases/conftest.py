from typing import NamedTuple

import pytest
from django.contrib.auth.models import AbstractBaseUser, Group, Permission
from django.test import Client
from wagtail.models import GroupSitePermission, Site

from cms.editorial.cases.models import Case
from tests.factories.cases import make_case
from tests.factories.sites import Family, make_family
from tests.factories.tokens import EDITOR, make_person


class Office(NamedTuple):
    family: Family
    case: Case
    person: AbstractBaseUser
    client: Client


def may(person: AbstractBaseUser, site: Site, *actions: str) -> None:
    group: Group = person.groups.get()
    for action in actions:
        permission = Permission.objects.get(codename=f"{action}_case", content_type__app_label="cases")
        GroupSitePermission.objects.create(group=group, site=site, permission=permission)


@pytest.fixture
def office(db) -> Office:
    """A county's case and somebody who handles its cases."""
    family = make_family()
    person = make_person("clerk", {family.lichuan.root_page: EDITOR}, email="clerk@enshi.example")
    may(person, family.lichuan, "add", "change", "view")
    client = Client(SERVER_NAME="localhost")
    client.force_login(person)
    return Office(family, make_case(family.lichuan, person), person, client)
