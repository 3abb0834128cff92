"""Private collections that are open to "everybody with a login": the people of one site are not those of another."""

from django.contrib.auth.models import AbstractBaseUser
from wagtail.models import Collection

from sites.isolation.scope import scope_of
from sites.models import Tenant


def belongs_to_another_site(user: AbstractBaseUser, collection: Collection) -> bool:
    """What belongs to no site is not limited by this, and neither are people who work for none."""
    scope = scope_of(user)
    if scope.unrestricted or not scope.tenants:
        return False
    others = Tenant.objects.exclude(pk__in=[tenant.pk for tenant in scope.tenants])
    paths = others.filter(collection__isnull=False).values_list("collection__path", flat=True)
    return any(collection.path.startswith(path) for path in paths)
