"""The list of results: filters as links, one page of results with titles and snippets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core.listing import Listing, Option
from cms.core.translated import localized
from cms.media.models import Document
from cms.search.attachments import Attachment, find_attachments
from cms.search.excerpts import LENGTH, page_excerpt
from cms.search.facets import Facet, choose
from cms.search.pages import KINDS, PERIODS, Hit, column_titles, find_pages, newest_first, topics_of
from cms.search.queries import Query
from cms.search.snippets import highlight
from cms.search.trees import Tree

PER_PAGE = 10
ATTACHMENT = "attachment"
# Attachments that stand beside the pages; all of them have a filter of their own.
FEW_ATTACHMENTS = 3


@dataclass
class Result:
    """A page or a document as the list shows it; `page` is the page itself or the one that offers the document."""

    title: SafeString
    snippet: SafeString
    url: str
    page: Page
    site: str
    column: str = ""
    date: datetime | None = None
    document: Document | None = None

    @property
    def address(self) -> str:
        """As readers read it: where the link leads, without http://."""
        return self.url.partition("//")[2]


class Results(Listing):
    """What a query finds on this site or, on request, in the family of sites."""

    def __init__(
        self, request: HttpRequest, query: Query, own: Tree, trees: Sequence[Tree], names: dict[int, str], language: str
    ) -> None:
        self.request = request
        self.query = query
        self._names = names
        self.is_family = request.GET.get("scope") == "family"
        self.by_time = request.GET.get("sort") == "time"
        hits = find_pages(query, language, own, trees)
        self._columns = column_titles(hits)
        self._topics = topics_of(hits)
        site, kind, *others = self._facets(trees)
        self.filters = [site, kind, *others] if self.is_family else [kind, *others]
        # Without a choice of the whole family this site is chosen.
        wanted = request.GET.dict() if self.is_family else {**request.GET.dict(), "site": own.key}
        chosen = choose([site, kind, *others], wanted, hits)
        attachments = find_attachments(query, language, trees)
        self._attachments = [found for found in attachments if found.tree.key == (site.value or found.tree.key)]
        kind.counts[ATTACHMENT] = len(self._attachments)
        offered = attachments if kind.value in ("", ATTACHMENT) and not any(facet.value for facet in others) else []
        self.own_count = site.counts[own.key] + sum(found.tree == own for found in offered)
        self.family_count = site.counts.total() + len(offered)
        for facet in self.filters:
            facet.add_options(self._url)
        if kind.value == ATTACHMENT:
            chosen = self._attachments
        elif self.by_time:
            chosen = newest_first(chosen)
        self.paginator = Paginator(chosen, PER_PAGE)

    def _facets(self, trees: Sequence[Tree]) -> list[Facet]:
        columns = {column: title for (_tree, column), title in self._columns.items()}
        topics = {topic.slug: topic for found in self._topics.values() for topic in found}
        periods = list(PERIODS)
        return [
            Facet(
                "site", _("Site"), lambda hit: [hit.tree.key], [(tree.key, self._names[tree.site_id]) for tree in trees]
            ),
            Facet("type", _("Type"), lambda hit: [hit.kind], [*KINDS.items(), (ATTACHMENT, _("Attachments"))]),
            Facet("column", _("Column"), lambda hit: [hit.column], list(columns.items())),
            Facet(
                "topic",
                _("Topic"),
                lambda hit: [topic.slug for topic in self._topics.get(hit.pk, ())],
                [(slug, localized(topic.name, topic.name_en)) for slug, topic in topics.items()],
            ),
            Facet(
                "time",
                _("Time"),
                lambda hit: periods[hit.age :],
                [(period, label) for period, (_days, label) in PERIODS.items()],
            ),
        ]

    def _url(self, **changes: str | int | None) -> str:
        values = {
            "q": self.query.text,
            "scope": "family" if self.is_family else None,
            **{facet.name: facet.value for facet in self.filters},
            "sort": "time" if self.by_time else None,
            **changes,
        }
        return f"{self.request.path}?{urlencode({name: value for name, value in values.items() if value})}"

    @property
    def clear_url(self) -> str:
        return self._url(**dict.fromkeys(facet.name for facet in self.filters))

    @property
    def has_filters(self) -> bool:
        return any(facet.options for facet in self.filters)

    @property
    def family_url(self) -> str:
        return self._url(site=None, scope="family")

    @property
    def scopes(self) -> list[Option]:
        """This site or all of them; nothing to choose where there is only one."""
        if len(self._names) < 2:
            return []
        return [
            Option(_("This site"), self._url(site=None, scope=None), not self.is_family, self.own_count),
            Option(_("All sites"), self.family_url, self.is_family, self.family_count),
        ]

    @property
    def orders(self) -> list[Option]:
        return [
            Option(_("Best first"), self._url(sort=None), not self.by_time),
            Option(_("Newest first"), self._url(sort="time"), self.by_time),
        ]

    @cached_property
    def items(self) -> list[Result]:
        shown = list(self.page.object_list)
        if shown and isinstance(shown[0], Attachment):
            return self._documents(shown)
        return self._pages(shown)

    @cached_property
    def attachments(self) -> list[Result]:
        """The best few, beside the first pages of a search that no filter narrows."""
        if self.is_filtered or self.page.number > 1:
            return []
        return self._documents(self._attachments[:FEW_ATTACHMENTS])

    @property
    def has_more_attachments(self) -> bool:
        return len(self._attachments) > FEW_ATTACHMENTS

    @property
    def attachments_url(self) -> str:
        return self._url(type=ATTACHMENT)

    def _pages(self, hits: list[Hit]) -> list[Result]:
        pages: dict[int, Page] = {}
        for model in {hit.model for hit in hits}:
            pages |= model.objects.in_bulk([hit.pk for hit in hits if hit.model is model])
        return [
            Result(
                title=highlight(pages[hit.pk].title, self.query.marked),
                snippet=page_excerpt(pages[hit.pk], self.query.marked),
                url=pages[hit.pk].url,
                page=pages[hit.pk],
                site=self._names[hit.tree.site_id],
                column=self._columns.get((hit.tree, hit.column), ""),
                date=pages[hit.pk].first_published_at,
            )
            for hit in hits
        ]

    def _documents(self, attachments: list[Attachment]) -> list[Result]:
        documents = Document.objects.defer(None).in_bulk([found.pk for found in attachments])
        return [
            Result(
                title=highlight(documents[found.pk].title, self.query.marked),
                snippet=highlight(documents[found.pk].text, self.query.marked, LENGTH),
                url=documents[found.pk].url,
                page=found.page,
                site=self._names[found.tree.site_id],
                document=documents[found.pk],
            )
            for found in attachments
        ]
