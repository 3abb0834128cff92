"""A site's own pages: as sitemap.xml for machines, as a tree for people."""

from typing import TypedDict
from uuid import UUID

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

from cms.blocks.languages import LANGUAGES, SOURCE, Language, home_path, own_text, root_above
from cms.core.mixins import ColumnMixin
from cms.core.scope import live_public, pages_within

# How many of a column's newest pages the tree names; the column itself lists them all.
NEWEST = 10


class SiteSitemap(Sitemap):
    """The home pages and the pages of this site in every language, without those of sites nested in it."""

    limit = 10_000

    def items(self) -> PageQuerySet:
        homes = self.get_wagtail_site().root_page.get_translations(inclusive=True)
        pages = live_public(Page.objects.filter(pk__in=[home.pk for home in homes]))
        for home in homes:
            pages |= pages_within(home, nested=False)
        return own_text(pages).order_by("path")

    @cached_property
    def paginator(self) -> Paginator:
        return Paginator(self.items(), self.limit)

    @cached_property
    def alternates(self) -> dict[str, list[dict[str, str]]]:
        """For each address of a text that has several languages the addresses in all of them."""
        texts: dict[UUID, dict[Language, str]] = {}
        roots = Site.get_site_root_paths()
        for key, url_path in self.items().order_by().values_list("translation_key", "url_path"):
            root = root_above(url_path, roots)
            path = home_path(root.language_code) + url_path.removeprefix(root.root_path)
            texts.setdefault(key, {})[LANGUAGES[root.language_code]] = root.root_url + path
        found = {}
        for addresses in texts.values():
            if len(addresses) > 1:
                tagged = [(language.tag, address) for language, address in addresses.items()]
                if SOURCE in addresses:
                    tagged.append(("x-default", addresses[SOURCE]))
                links = [{"lang_code": tag, "location": address} for tag, address in tagged]
                found |= dict.fromkeys(addresses.values(), links)
        return found

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict]:
        entries = super()._urls(page, protocol, domain)
        return [{**entry, "alternates": self.alternates.get(entry["location"], [])} for entry in entries]


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
