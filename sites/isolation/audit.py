"""Whose entries of the audit: those of the site that a person, group, collection or file belongs to."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, Group
from wagtail.models import Collection

from cms.audit.subjects import register_site_finder, set_reader_sites
from sites.isolation.scope import scope_of
from sites.models import Tenant


def register() -> None:
    set_reader_sites(sites_of_reader)
    register_site_finder(get_user_model(), site_of_person)
    register_site_finder(Group, site_of_group)
    register_site_finder(Collection, site_of_collection)


def sites_of_reader(user: AbstractBaseUser) -> Iterable[int] | None:
    scope = scope_of(user)
    return None if scope.unrestricted else scope.site_ids


def site_of_person(person: AbstractBaseUser) -> int | None:
    """Not from the person's scope, which is kept with the object: a new colleague is in no group yet."""
    return Tenant.objects.filter(groups__user=person).values_list("site_id", flat=True).first() if person.pk else None


def site_of_group(group: Group) -> int | None:
    return Tenant.objects.filter(groups=group).values_list("site_id", flat=True).first()


def site_of_collection(collection: Collection) -> int | None:
    """The site in whose collection it lies."""
    paths = [collection.path[:end] for end in range(collection.steplen, len(collection.path) + 1, collection.steplen)]
    owners = Tenant.objects.filter(collection__path__in=paths).order_by("-collection__depth")
    return owners.values_list("site_id", flat=True).first()
