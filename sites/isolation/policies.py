"""Permission policies that replace Wagtail's; registered when the app starts, which is after all of Wagtail's."""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageQuerySet
from wagtail.models.pages import AbstractPage
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permission_policies.sites import SitePermissionPolicy
from wagtail.permissions import register_permission_policy

from sites.isolation.owners import condition
from sites.isolation.scope import scope_of


class OwnPagesPolicy(PagePermissionPolicy):
    """Wagtail lets people explore the pages above their own, which are the prefecture's.

    They need not: the explorer begins at the root of the tree with their own pages (cms.languages.explorer_hooks).
    """

    def explorable_instances(self, user: AbstractBaseUser) -> PageQuerySet:
        pages = super().explorable_instances(user)
        if scope_of(user).unrestricted:
            return pages
        return pages.filter(condition(Page, user) | Q(depth=1))


def register_policies() -> None:
    register_permission_policy(AbstractPage, OwnPagesPolicy(Page))
    # From rights on single sites, as for the settings.
    register_permission_policy(Redirect, SitePermissionPolicy(Redirect))
