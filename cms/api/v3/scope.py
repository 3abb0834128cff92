"""Which pages a request may read and change: those of its token's site, within what its user may do.

Pages of other sites answer 404, whether they exist or not. A right that is missing answers 403, as Wagtail has it.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from wagtail.api.v3.querysets import get_pages_queryset
from wagtail.models import Page, PageQuerySet

from cms.api.tokens import tree_of
from cms.languages.tree import is_source


def readable_pages(request: HttpRequest, model: type[Page] = Page) -> PageQuerySet:
    return tree_of(request).narrow(get_pages_queryset(request, model))


def readable_page(request: HttpRequest, page_id: int) -> Page:
    return get_object_or_404(readable_pages(request), pk=page_id)


def page_of_site(request: HttpRequest, page_id: int) -> Page:
    """For actions, which ask for the user's rights themselves."""
    return get_object_or_404(tree_of(request).narrow(Page.objects.select_related("locale")), pk=page_id)


def source_page(request: HttpRequest, page_id: int) -> Page:
    """Translations are made and kept from the Chinese pages (cms.languages), in the admin."""
    page = page_of_site(request, page_id)
    if not is_source(page):
        raise PermissionDenied(_("Pages in other languages follow the Chinese ones and can only be read here."))
    return page


def changeable_page(request: HttpRequest, page_id: int) -> Page:
    """Wagtail (8.0) fails for aliases and, but for editing, overlooks locks."""
    page = source_page(request, page_id)
    if page.alias_of_id:
        raise PermissionDenied(_("An alias follows its page. Convert it first."))
    if page.permissions_for_user(request.user).page_locked():
        raise PermissionDenied(_("The page is locked."))
    return page


def require_own_subtree(request: HttpRequest, page: Page) -> None:
    """For actions that reach everything below a page."""
    if not tree_of(request).holds_all_below(page):
        raise PermissionDenied(_("Below this page are other sites."))
