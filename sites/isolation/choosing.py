"""Choosing pages and acting on many things at once, within one's own sites."""

from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.views.chooser import BrowseView
from wagtail.models import Page, PageQuerySet

from sites.isolation.owners import condition, visible
from sites.isolation.scope import scope_of


class OwnPagesBrowseView(BrowseView):
    """Begins at the person's own home page; Wagtail would begin at the page above all sites."""

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        scope = scope_of(request.user)
        if parent_page_id is None and not scope.unrestricted and scope.tenants:
            parent_page_id = scope.tenants[0].site.root_page_id
        return super().get(request, parent_page_id)


def only_own_pages(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """For `construct_page_chooser_queryset`."""
    return pages.filter(condition(Page, request.user))


class ScopedBulkAction:
    """Understands "all" as all of one's own. Numbers that are named one by one are the guard's business."""

    def get_all_objects_in_listing_query(self, parent_id: str | None) -> list[int]:
        everything = list(super().get_all_objects_in_listing_query(parent_id))
        numbers = [getattr(each, "pk", each) for each in everything]
        own = set(visible(self.model, self.request.user).filter(pk__in=numbers).values_list("pk", flat=True))
        return [number for number in numbers if number in own]


def scope_bulk_actions() -> None:
    """Wraps every registered action, Wagtail's and plugins' alike, in the registry that the admin asks."""
    bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page")  # has the registry read all hooks
    for models in bulk_action_registry.actions.values():
        for actions in models.values():
            for name, action in actions.items():
                actions[name] = _scoped(action)


def _scoped(action: type[BulkAction]) -> type[BulkAction]:
    return type(f"Scoped{action.__name__}", (ScopedBulkAction, action), {})
