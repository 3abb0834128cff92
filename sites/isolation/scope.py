"""What a person's memberships reach: the one definition that every layer of the isolation asks."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from wagtail.models import Collection, Page, Site

from sites.models import SharedCollection, Tenant

NOTHING = Q(pk__in=[])


class Scope:
    """Sites, trees in all languages, collections, groups and colleagues of one person.

    `unrestricted` people (superusers and the prefecture) see all of them; what they may *do* there is still decided
    by permissions. Somebody in no tenant's group sees nothing.
    """

    def __init__(self, user: AbstractBaseUser | AnonymousUser) -> None:
        self.user = user

    @cached_property
    def tenants(self) -> list[Tenant]:
        if not (self.user.is_authenticated and self.user.is_active):
            return []
        found = Tenant.objects.filter(groups__user=self.user).select_related("site__root_page", "collection")
        return list(found.distinct())

    @cached_property
    def unrestricted(self) -> bool:
        is_superuser = self.user.is_active and self.user.is_superuser
        return is_superuser or any(tenant.oversees_all for tenant in self.tenants)

    @cached_property
    def site_ids(self) -> set[int]:
        return {tenant.site_id for tenant in self.tenants}

    @property
    def sites(self) -> QuerySet[Site]:
        return Site.objects.all() if self.unrestricted else Site.objects.filter(pk__in=self.site_ids)

    @cached_property
    def homes(self) -> list[Page]:
        """The home pages of the person's own sites, in every language."""
        keys = [tenant.site.root_page.translation_key for tenant in self.tenants]
        return list(Page.objects.filter(translation_key__in=keys))

    @cached_property
    def paths_above(self) -> set[str]:
        """Tree paths of the pages above the homes: workflows that start there reach the person's pages."""
        return {
            home.path[:length] for home in self.homes for length in range(Page.steplen, len(home.path), Page.steplen)
        }

    @cached_property
    def numbers_above(self) -> set[int]:
        """Pages above the homes except the root of the tree: other people's, with the person's own below them."""
        return set(Page.objects.filter(path__in=self.paths_above, depth__gt=1).values_list("pk", flat=True))

    @property
    def pages(self) -> QuerySet[Page]:
        return Page.objects.all() if self.unrestricted else Page.objects.filter(below(self.homes, "path"))

    @cached_property
    def own_collections(self) -> list[Collection]:
        return [tenant.collection for tenant in self.tenants if tenant.collection]

    @cached_property
    def shared_collections(self) -> list[Collection]:
        if not self.tenants:
            return []
        return [shared.collection for shared in SharedCollection.objects.select_related("collection")]

    @property
    def collections(self) -> QuerySet[Collection]:
        """Those the person works in."""
        return self._collections(self.own_collections)

    @property
    def choosable_collections(self) -> QuerySet[Collection]:
        """Those and what the prefecture shares."""
        return self._collections([*self.own_collections, *self.shared_collections])

    def _collections(self, roots: Iterable[Collection]) -> QuerySet[Collection]:
        return Collection.objects.all() if self.unrestricted else Collection.objects.filter(below(roots, "path"))

    @property
    def groups(self) -> QuerySet[Group]:
        if self.unrestricted:
            return Group.objects.all()
        return Group.objects.filter(
            pk__in=Tenant.groups.through.objects.filter(tenant__in=self.tenants).values("group")
        )

    @property
    def colleagues(self) -> QuerySet[AbstractBaseUser]:
        """People of the same sites, oneself included."""
        users = get_user_model().objects.all()
        if self.unrestricted:
            return users
        return users.filter(
            Q(pk__in=users.filter(groups__in=self.groups, is_superuser=False).values("pk")) | Q(pk=self.user.pk)
        )


def below(roots: Iterable[Page | Collection], lookup: str) -> Q:
    """A condition on a tree path: one of the roots or anything under them; without roots it is never true."""
    condition = NOTHING
    for root in roots:
        condition |= Q(**{f"{lookup}__startswith": root.path})
    return condition


def scope_of(user: AbstractBaseUser | AnonymousUser) -> Scope:
    """Computed once for each user object, which lives as long as its request."""
    found = getattr(user, "_scope", None)
    if found is None:
        found = user._scope = Scope(user)
    return found
