"""Pages that match a query, with what filters and lists of results need to know about them."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cache
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, F, IntegerField, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.core.mixins import ColumnMixin
from cms.pages.news.models import NewsPage, Topic
from cms.search.backend.base import Among
from cms.search.hits import ranked_ids
from cms.search.queries import Query
from cms.search.trees import Map, Tree, pages_at, pages_in, pages_of

# Of more hits than these only the best of this site and of all sites are looked at: every one costs.
MAX_HITS = 1000

KINDS = {
    "news": _("News"),
    "scenic": _("Scenic spots"),
    "units": _("Demonstration units"),
    "commentary": _("Commentary"),
    "page": _("Other pages"),
}
# Smallest period first; a hit's `age` is the number of periods that it is too old for.
PERIODS = {
    "week": (7, _("Past week")),
    "month": (30, _("Past month")),
    "year": (365, _("Past year")),
}


class Hit(NamedTuple):
    pk: int
    model: type[Page]
    tree: Tree
    column: str
    age: int

    @property
    def kind(self) -> str:
        label = self.model._meta.app_label
        return label if label in KINDS and not issubclass(self.model, ColumnMixin) else "page"


def find_pages(query: Query, language: str, own: Tree, trees: Sequence[Tree]) -> list[Hit]:
    """Live public pages of all sites in this language, best first; pinyin counts where letters find nothing."""
    pages = pages_in(language)
    ids = ranked_ids(pages, query.text)
    if not ids and query.is_latin:
        ids = ranked_ids(pages, query.text, autocomplete=True)
    if len(ids) > MAX_HITS:
        on_site = set(pages_of(own, trees).values_list("pk", flat=True))
        best = {*ids[:MAX_HITS], *[pk for pk in ids if pk in on_site][:MAX_HITS]}
        ids = [pk for pk in ids if pk in best]
    return _hits(ids, trees)


def _hits(ids: list[int], trees: Iterable[Tree]) -> list[Hit]:
    now = timezone.now()
    age = Case(
        *[
            When(first_published_at__gte=now - timedelta(days=days), then=Value(number))
            for number, (days, _label) in enumerate(PERIODS.values())
        ],
        default=Value(len(PERIODS)),
        output_field=IntegerField(),
    )
    rows = Page.objects.filter(Among(F("pk"), ids)).order_by().values_list("pk", "url_path", "content_type_id", age)
    places = Map(trees)
    models = cache(lambda number: ContentType.objects.get_for_id(number).model_class())
    hits = {}
    for pk, url_path, content_type, how_old in rows:
        if place := places.locate(url_path):
            hits[pk] = Hit(pk, models(content_type), *place, how_old)
    return [hits[pk] for pk in ids if pk in hits]


def newest_first(hits: list[Hit]) -> list[Hit]:
    by_pk = {hit.pk: hit for hit in hits}
    newest = F("first_published_at").desc(nulls_last=True)
    return [by_pk[pk] for pk in Page.objects.filter(pk__in=by_pk).order_by(newest).values_list("pk", flat=True)]


def topics_of(hits: Iterable[Hit]) -> dict[int, list[Topic]]:
    """Page -> topics; only news have any."""
    news = [hit.pk for hit in hits if hit.model is NewsPage]
    pairs = NewsPage.topics.through.objects.filter(Among(F("newspage_id"), news)).values_list("newspage_id", "topic_id")
    topics = Topic.objects.in_bulk({topic for _page, topic in pairs})
    found: dict[int, list[Topic]] = {}
    for page, topic in pairs:
        found.setdefault(page, []).append(topics[topic])
    return found


def column_titles(hits: Iterable[Hit]) -> dict[tuple[Tree, str], str]:
    places = {(hit.tree, hit.column) for hit in hits if hit.column}
    by_path = {f"{tree.root_path}{column}/": (tree, column) for tree, column in places}
    rows = pages_at(by_path).order_by("pk").values_list("url_path", "title")
    return {by_path[url_path]: title for url_path, title in rows}
