"""Which pages belong to a site when sites lie inside one another in the tree."""

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
