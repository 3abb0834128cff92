"""The explorer of somebody whose pages lie in trees of several languages."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page, PageQuerySet
from wagtail.permissions import page_permission_policy

# With one of these in the query, the explorer lists what is found anywhere below.
SEARCH_AND_FILTERS = {
    *["q", "owner", "edited_by", "site", "content_type", "locale", "has_child_pages"],
    *["latest_revision_created_at_from", "latest_revision_created_at_to"],
}


@hooks.register("construct_explorer_page_queryset")
def begin_with_own_pages(parent_page: Page, pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Lists a user's own home pages where the explorer begins.

    Wagtail begins at the page above all of them. That is the root as soon as there are two languages, and what lies
    between it and the user's pages is other people's.
    """
    if any(request.GET.get(name) for name in SEARCH_AND_FILTERS):
        return pages
    if parent_page != page_permission_policy.explorable_root_instance(request.user):
        return pages
    own = page_permission_policy.instances_with_direct_explore_permission(request.user)
    if parent_page in own:
        return pages
    return Page.objects.filter(pk__in=[page.pk for page in own])
