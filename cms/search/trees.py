"""Where a search looks: the page trees of all sites in one language, from Wagtail's cached paths (no query)."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page, PageQuerySet, Site

from cms.blocks.languages import own_text
from cms.core.scope import live_public


class Tree(NamedTuple):
    """One site's pages in one language; `key` names the site in addresses, the same in every language."""

    site_id: int
    key: str
    root_path: str
    root_url: str


def trees_in(language: str) -> list[Tree]:
    """Every site that has a home page in this language, an outer site before those nested in it."""
    paths = Site.get_site_root_paths()
    keys: dict[int, str] = {}
    for path in sorted(paths, key=lambda path: path.language_code != settings.LANGUAGE_CODE):
        keys.setdefault(path.site_id, path.root_path.rstrip("/").rpartition("/")[2])
    trees = [Tree(path.site_id, keys[path.site_id], path.root_path, path.root_url) for path in paths]
    return sorted(
        (tree for tree, path in zip(trees, paths, strict=True) if path.language_code == language),
        key=lambda tree: tree.root_path,
    )


def tree_of(request: HttpRequest, trees: Iterable[Tree]) -> Tree | None:
    # Not Site.find_for_request: that is a query, which suggestions would pay at every key.
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return next((tree for tree in trees if urlsplit(tree.root_url).hostname == host), None)


def above(tree: Tree, trees: Iterable[Tree]) -> list[Tree]:
    """The tree itself and those it is nested in."""
    return [other for other in trees if tree.root_path.startswith(other.root_path)]


def pages_in(language: str) -> PageQuerySet:
    """What every visitor may read in this language, on all sites."""
    return own_text(live_public(Page.objects.filter(locale__language_code=language, depth__gt=1)))


def pages_of(own: Tree, trees: Iterable[Tree]) -> PageQuerySet:
    """A tree's pages, whoever may read them, without those of the trees nested in it."""
    nested = [tree.root_path for tree in trees if tree != own and tree.root_path.startswith(own.root_path)]
    inner = reduce(or_, (Q(url_path__startswith=path) for path in nested), Q(pk=None))
    return Page.objects.filter(url_path__startswith=own.root_path).exclude(inner).order_by()


def pages_at(url_paths: Iterable[str], queryset: PageQuerySet | None = None) -> PageQuerySet:
    """The pages with these url paths. Only the slug, which is the last part of a path, has an index."""
    paths = list(url_paths)
    slugs = {path.rstrip("/").rpartition("/")[2] for path in paths}
    pages = Page.objects.all() if queryset is None else queryset
    return pages.filter(slug__in=slugs, url_path__in=paths)


class Map:
    """Tells for the url path of a page which tree it belongs to and in which column it lies."""

    def __init__(self, trees: Iterable[Tree]) -> None:
        self._trees = {tree.root_path.rstrip("/"): tree for tree in trees}
        self._depths = sorted({path.count("/") for path in self._trees}, reverse=True)

    def locate(self, url_path: str) -> tuple[Tree, str] | None:
        """(tree, slug of the column), the slug empty for a home page; None outside of all trees."""
        parts = url_path.rstrip("/").split("/")
        for depth in self._depths:
            tree = self._trees.get("/".join(parts[: depth + 1]))
            if tree is not None:
                return tree, parts[depth + 1] if len(parts) > depth + 1 else ""
        return None
