"""The main menu of a site, from an editor's list or from the page tree."""

from collections.abc import Iterable
from typing import TypedDict

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from wagtail.models import Page, Site

from cms.blocks.languages import language_of, own_text
from cms.core.mixins import ColumnMixin
from cms.core.translated import localized
from cms.sitewide.languages import Place
from cms.sitewide.models import SiteMenu


class MenuItem(TypedDict):
    label: str
    url: str
    active: bool


def menu_items(
    menu: SiteMenu | None, site: Site, home: Place, request: HttpRequest, homes: Iterable[int]
) -> list[MenuItem]:
    """The editor's items, else the home page's children that are marked for menus; both in the home page's language.

    Columns without a live page below are left out either way (G-14), and so are the home pages of sites below.
    """
    # The stored form: the block values would load each page once more, and without what is below it.
    chosen = [item["value"] for item in menu.items.raw_data] if menu else []
    if not chosen:
        below = Page.objects.filter(path__range=Page._get_children_path_interval(home.tree_path))
        pages = below.filter(depth=len(home.tree_path) // Page.steplen + 1).in_menu().exclude(pk__in=homes)
        pages = [page for page in _shown(pages).order_by("path") if _filled(page)]
        return [_page_item(page, page.title, site, home, request) for page in pages]
    found = _translations({value["page"] for value in chosen if value.get("page")}, home)
    items = []
    for value in chosen:
        if not value.get("page"):
            items.append(MenuItem(label=localized(value["label"]), url=value["address"], active=False))
        elif page := found.get(value["page"]):
            label = localized(value["label"], page.title) or page.title
            items.append(_page_item(page, label, site, home, request))
    return items


def _translations(numbers: set[int], home: Place) -> dict[int, Page]:
    """For the number of each chosen page the one in the home page's language, if readers are to see it."""
    if not numbers:
        return {}
    keys = Page.objects.filter(pk__in=numbers).values("translation_key")
    pages = list(_shown(Page.objects.filter(translation_key__in=keys)))
    shown = {page.translation_key: page for page in pages if language_of(page) == home.language and _filled(page)}
    return {page.pk: shown[page.translation_key] for page in pages if page.translation_key in shown}


def _shown(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Live pages that know whether a live page is below them."""
    path = OuterRef("path")
    # The bounds of treebeard's children, which a plain startswith could not look up in the index.
    below = Page.objects.live().filter(
        path__gte=Concat(path, Value("0000")),
        path__lte=Concat(path, Value("ZZZZ")),
        depth=OuterRef("depth") + 1,
    )
    return own_text(pages.live()).annotate(has_live_children=Exists(below))


def _filled(page: Page) -> bool:
    return page.has_live_children or not issubclass(page.specific_class, ColumnMixin)


def _page_item(page: Page, label: str, site: Site, home: Place, request: HttpRequest) -> MenuItem:
    url = page.get_url(current_site=site) or ""
    active = request.path == url or (page.pk != home.pk and request.path.startswith(url))
    return MenuItem(label=label, url=url, active=active)
