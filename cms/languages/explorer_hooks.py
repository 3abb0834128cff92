"""The explorer of somebody whose pages lie in trees of several languages."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page, PageQuerySet
from wagtail.permissions import page_permission_policy


@hooks.register("construct_explorer_page_queryset")
def begin_with_own_pages(parent_page: Page, pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Lists a user's own home pages where the explorer begins.

    Wagtail begins at the page above all of them. That is the root as soon as there are two languages, and what lies
    between it and the user's pages is other people's.
    """
    if parent_page != page_permission_policy.explorable_root_instance(request.user):
        return pages
    own = page_permission_policy.instances_with_direct_explore_permission(request.user)
    if parent_page in own:
        return pages
    return Page.objects.filter(pk__in=[page.pk for page in own])
