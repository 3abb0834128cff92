"""For index pages that also show what the sites inside their own site have of the same kind."""

from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.core.listing import Filter
from cms.core.scope import nested_root_paths


class NestedSitesMixin:
    """Widens an index page to the sites below its own and offers a filter by them."""

    @cached_property
    def nested_roots(self) -> list[str]:
        """URL paths of the sites inside this page's site."""
        return nested_root_paths(self.breadcrumbs[0]) if self.breadcrumbs else []

    @cached_property
    def below(self) -> Q:
        """Pages below this index or anywhere in a nested site."""
        below = Q(path__startswith=self.path)
        for root in self.nested_roots:
            below |= Q(url_path__startswith=root)
        return below

    def county_filters(self) -> list[Filter]:
        """One filter by nested site, or none where there are no nested sites."""
        if not self.nested_roots:
            return []
        homes = Page.objects.live().filter(url_path__in=self.nested_roots).order_by("path")
        return [Filter("county", _("County"), list(homes.values_list("slug", "title")), self._in_county)]

    def _in_county(self, pages: QuerySet, slug: str) -> QuerySet:
        root = next(path for path in self.nested_roots if path.rstrip("/").endswith(f"/{slug}"))
        return pages.filter(url_path__startswith=root)
