"""The main menu of a site, from an editor's list or from the page tree."""

from collections.abc import Iterable
from typing import TypedDict

from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from wagtail.models import Page, Site

from cms.core.mixins import ColumnMixin
from cms.sitewide.models import SiteMenu


class MenuItem(TypedDict):
    label: str
    url: str
    active: bool


def menu_items(menu: SiteMenu | None, site: Site, request: HttpRequest, other_homes: Iterable[int]) -> list[MenuItem]:
    """The editor's items, else the home page's children that are marked for menus.

    Columns without a live page below are left out either way (G-14), and so are the home pages of sites below.
    """
    # The stored form: the block values would load each page once more, and without what is below it.
    chosen = [item["value"] for item in menu.items.raw_data] if menu else []
    if not chosen:
        pages = _shown(site.root_page.get_children().in_menu().exclude(pk__in=other_homes))
        return [_page_item(page, "", site, request) for page in pages]
    page_ids = {value["page"] for value in chosen if value.get("page")}
    pages = {page.pk: page for page in _shown(Page.objects.filter(pk__in=page_ids))} if page_ids else {}
    items = []
    for value in chosen:
        if not value.get("page"):
            items.append(MenuItem(label=value["label"], url=value["address"], active=False))
        elif page := pages.get(value["page"]):
            items.append(_page_item(page, value["label"], site, request))
    return items


def _shown(pages) -> list[Page]:
    path = OuterRef("path")
    # The bounds of treebeard's children, which a plain startswith could not look up in the index.
    below = Page.objects.live().filter(
        path__gte=Concat(path, Value("0000")),
        path__lte=Concat(path, Value("ZZZZ")),
        depth=OuterRef("depth") + 1,
    )
    pages = pages.live().annotate(has_live_children=Exists(below))
    return [page for page in pages if page.has_live_children or not issubclass(page.specific_class, ColumnMixin)]


def _page_item(page: Page, label: str, site: Site, request: HttpRequest) -> MenuItem:
    url = page.get_url(current_site=site) or ""
    active = request.path == url or (page.pk != site.root_page_id and request.path.startswith(url))
    return MenuItem(label=label or page.title, url=url, active=active)
