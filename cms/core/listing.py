"""Paged, filtered lists of pages whose filters are plain links, so that they work without JavaScript."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict


@dataclass
class Option:
    """One choice of a filter: a link that sets it, or removes it when it is active already."""

    label: str
    url: str
    active: bool
    count: int | None = None


@dataclass
class Filter:
    """A filter by one query parameter.

    `choices` are (value, label) or (value, label, count); `apply` narrows the queryset by a known value.
    A value that is not among the choices is ignored, so that odd addresses still give a page.
    """

    name: str
    label: str
    choices: Iterable[tuple]
    apply: Callable[[QuerySet, str], QuerySet]
    value: str = ""
    options: list[Option] = field(default_factory=list)


class Listing:
    """What an index page shows: `items` of the current page, filters with links, page links."""

    def __init__(
        self, request: HttpRequest, queryset: QuerySet, filters: Iterable[Filter] = (), per_page: int = 12
    ) -> None:
        self.request = request
        self.filters = list(filters)
        for each in self.filters:
            self._select(each)
            if each.value:
                queryset = each.apply(queryset, each.value)
        self.paginator = Paginator(queryset, per_page)

    def _select(self, each: Filter) -> None:
        choices = [tuple(choice) for choice in each.choices]
        wanted = self.request.GET.get(each.name, "")
        each.value = wanted if wanted in {choice[0] for choice in choices} else ""
        for value, label, *count in choices:
            active = value == each.value
            url = self._url(**{each.name: None if active else value, "page": None})
            each.options.append(Option(label, url, active, count[0] if count else None))

    def _url(self, **changes: str | int | None) -> str:
        """The current query with changes; only parameters of this listing survive."""
        query = QueryDict(mutable=True)
        for each in self.filters:
            if each.value:
                query[each.name] = each.value
        for name, value in changes.items():
            if value is None:
                query.pop(name, None)
            else:
                query[name] = str(value)
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path

    @cached_property
    def page(self) -> PaginatorPage:
        return self.paginator.get_page(self.request.GET.get("page"))

    @cached_property
    def items(self) -> list:
        return list(self.page.object_list)

    @property
    def count(self) -> int:
        return self.paginator.count

    @property
    def is_filtered(self) -> bool:
        return any(each.value for each in self.filters)

    @property
    def clear_url(self) -> str:
        return self.request.path

    @property
    def previous_url(self) -> str | None:
        return self._page_url(self.page.previous_page_number()) if self.page.has_previous() else None

    @property
    def next_url(self) -> str | None:
        return self._page_url(self.page.next_page_number()) if self.page.has_next() else None

    @property
    def page_links(self) -> list[tuple[int | None, str, bool]]:
        """(number, URL, is current) with number None where pages are left out."""
        links = []
        for number in self.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1):
            if isinstance(number, int):
                links.append((number, self._page_url(number), number == self.page.number))
            else:
                links.append((None, "", False))
        return links

    def _page_url(self, number: int) -> str:
        return self._url(page=None if number == 1 else number)
