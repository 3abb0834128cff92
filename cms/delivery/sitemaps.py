"""A site's own pages: as sitemap.xml for machines, as a tree for people."""

from typing import TypedDict

from django.contrib.contenttypes.models import ContentType
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.core.paginator import Paginator
from django.db.models import BooleanField, Case, F, Q, Value, When, Window
from django.db.models.functions import Left, Length, RowNumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page, PageQuerySet, Site, get_page_models

from cms.core.mixins import ColumnMixin
from cms.core.scope import pages_within

# How many of a column's newest pages the tree names; the column itself lists them all.
NEWEST = 10


class SiteSitemap(Sitemap):
    """The home page and the pages of this site, without those of sites nested in it."""

    limit = 10_000

    def items(self) -> PageQuerySet:
        home = self.get_wagtail_site().root_page
        pages = pages_within(home, nested=False) | Page.objects.live().public().filter(pk=home.pk)
        return pages.order_by("path")

    @cached_property
    def paginator(self) -> Paginator:
        return Paginator(self.items(), self.limit)


def sitemap(request: HttpRequest) -> HttpResponse:
    """One file, or an index of files once the site has outgrown one."""
    pages = SiteSitemap(request)
    if pages.paginator.num_pages > 1 and "p" not in request.GET:
        root_url = Site.find_for_request(request).root_url
        files = [{"location": f"{root_url}{request.path}?p={number}"} for number in pages.paginator.page_range]
        return render(request, "sitemap_index.xml", {"sitemaps": files}, content_type="application/xml")
    return sitemap_view(request, {"pages": pages})


class Branch(TypedDict):
    page: Page
    children: list["Branch"]


def page_tree(home: Page) -> list[Branch]:
    """Branches below a home page: all columns in the editors' order, then the newest other pages of each."""
    columns = ContentType.objects.get_for_models(
        *[model for model in get_page_models() if issubclass(model, ColumnMixin)], for_concrete_models=False
    )
    is_column = Q(content_type__in=columns.values())
    pages = (
        pages_within(home, nested=False)
        .annotate(
            is_column=Case(When(is_column, then=Value(True)), default=Value(False), output_field=BooleanField()),
            parent_path=Left("path", Length("path") - Page.steplen),
        )
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=[F("parent_path"), F("is_column")],
                order_by=[F("first_published_at").desc(nulls_last=True), F("path")],
            )
        )
        .filter(Q(is_column=True) | Q(parent_path=home.path) | Q(place__lte=NEWEST))
    )
    branches: dict[str, Branch] = {home.path: {"page": home, "children": []}}
    for page in sorted(pages, key=lambda page: page.path):
        branches[page.path] = {"page": page, "children": []}
        parent = branches.get(page.path[: -Page.steplen])
        if parent:  # else below a page that is not public, and left out with it
            parent["children"].append(branches[page.path])
    for path, branch in branches.items():
        if path != home.path:
            branch["children"].sort(key=lambda child: 0 if child["page"].is_column else child["page"].place)
    return branches[home.path]["children"]
