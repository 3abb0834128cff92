"""Which pages belong to a site when sites lie inside one another in the tree."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from wagtail.models import Page, PageQuerySet, PageViewRestriction, Site


def is_private() -> Exists:
    """Whether a page, one above it, or what any of them is an alias of is not for everybody.

    Restrictions are few, so the database shall begin with them. Offered a join, SQLite with statistics begins with
    the pages instead: all of them, once for each page that is asked about.
    """
    here = ExpressionWrapper(OuterRef(OuterRef("path")), output_field=CharField())

    def above(**restricted: OuterRef) -> Exists:
        pages = Page.objects.filter(**restricted).order_by().annotate(here=here)
        return Exists(pages.filter(here__startswith=F("path")))

    return Exists(PageViewRestriction.objects.filter(above(pk=OuterRef("page")) | above(alias_of=OuterRef("page"))))


def live_public(pages: PageQuerySet) -> PageQuerySet:
    """What every visitor may see. Like Wagtail's `live().public()`, without its query for private pages each time."""
    return pages.live().filter(~is_private())


def nested_root_paths(home: Page) -> list[str]:
    """URL paths of site roots strictly below `home` (from Wagtail's cached site paths; no query when warm)."""
    return [
        paths.root_path
        for paths in Site.get_site_root_paths()
        if paths.root_path.startswith(home.url_path) and paths.root_path != home.url_path
    ]


def pages_within(home: Page, nested: bool, queryset: PageQuerySet | None = None) -> PageQuerySet:
    """Live public pages strictly below a site's home page.

    `nested=False` leaves out the pages of sites whose root lies below; `queryset` narrows to a page type.
    """
    pages = live_public(Page.objects.all() if queryset is None else queryset).descendant_of(home)
    if not nested:
        inner = Q()
        for path in nested_root_paths(home):
            inner |= Q(url_path__startswith=path)
        if inner:
            pages = pages.exclude(inner)
    return pages


@dataclass(frozen=True)
class SiteTree:
    """A site's own pages in all its languages, live or not; those of sites nested in it are not among them.

    Holds treebeard paths, which nobody can choose, unlike slugs: SQLite compares beginnings without regard to case.
    """

    homes: tuple[str, ...]
    nested: tuple[str, ...]

    def __contains__(self, page: Page) -> bool:
        return page.path.startswith(self.homes) and not page.path.startswith(self.nested)

    def holds_all_below(self, page: Page) -> bool:
        return not any(path.startswith(page.path) for path in self.nested)

    def is_reached_from(self, page: Page) -> bool:
        """Whether the page or something below it is in this tree."""
        return page in self or any(home.startswith(page.path) for home in self.homes)

    def narrow(self, pages: PageQuerySet) -> PageQuerySet:
        pages = pages.filter(_below(self.homes))
        return pages.exclude(_below(self.nested)) if self.nested else pages


def _below(paths: tuple[str, ...]) -> Q:
    return reduce(or_, (Q(path__startswith=path) for path in paths))


def site_trees(sites: Iterable[Site]) -> dict[Site, SiteTree]:
    """Not from Wagtail's cached site paths: rights hang on it, and other processes' caches may be an hour old."""
    keys = Site.objects.values("root_page__translation_key")
    homes = list(Page.objects.filter(translation_key__in=keys).values_list("path", "translation_key"))
    trees = {}
    for site in sites:
        own = tuple(path for path, key in homes if key == site.root_page.translation_key)
        others = (path for path, key in homes if key != site.root_page.translation_key)
        trees[site] = SiteTree(own, tuple(path for path in others if path.startswith(own)))
    return trees
