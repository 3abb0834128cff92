"""Counts searches without a trace of who searched: no address, no session, no browser is kept."""

import logging
import re
from datetime import timedelta

from django.core.cache import cache
from django.db import DatabaseError
from django.db.models import F, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cms.search.models import DailyQuery
from cms.search.queries import Query

logger = logging.getLogger(__name__)

BOT = re.compile(r"bot|crawl|spider|slurp|preview|monitor|python|curl|wget|java/|http", re.IGNORECASE)
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
# Telephone, identity and bank card numbers; addresses of letter boxes; plates of cars.
PERSONAL = re.compile(rf"\d(?:[ .()+-]*\d){{6,}}|\S@\S|[{PROVINCES}][a-z][ ·.-]?[a-z0-9]{{5,6}}(?![a-z0-9])")

# What fewer people than these asked in a month could tell who asked.
FEWEST = 3
MONTH = timedelta(days=30)
POPULAR = 12
POPULAR_SECONDS = 300


def is_countable(request: HttpRequest, query: Query) -> bool:
    """A person's new question: not a robot's, not the next page or a filter of the same, and fit to be kept."""
    return (
        request.method == "GET"
        and set(request.GET) == {"q"}
        and "prefetch" not in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
        and not BOT.search(request.headers.get("User-Agent", ""))
        and 0 < len(query.normalised) <= DailyQuery._meta.get_field("query").max_length
        and not PERSONAL.search(query.normalised)
    )


class CountedResponse(HttpResponse):
    """Counts the search when the reader already has the page."""

    def __init__(self, content: str, site_id: int, language: str, query: Query, missed: bool) -> None:
        super().__init__(content)
        self._search = site_id, language, query, missed

    def close(self) -> None:
        count(*self._search)
        super().close()


def count(site_id: int, language: str, query: Query, missed: bool) -> None:
    """A count that cannot be written is lost, and nothing else."""
    row = {"site_id": site_id, "day": timezone.localdate(), "language": language, "query": query.normalised}
    plus_one = {"searches": F("searches") + 1, "misses": F("misses") + int(missed)}
    try:
        if not DailyQuery.objects.filter(**row).update(**plus_one):
            # Another process may make the same row meanwhile.
            DailyQuery.objects.bulk_create([DailyQuery(**row)], ignore_conflicts=True)
            DailyQuery.objects.filter(**row).update(**plus_one)
    except DatabaseError:
        logger.exception("A search was not counted")


def summed(queries: QuerySet[DailyQuery], months: int = 1) -> QuerySet:
    """{query, searches, misses} over all days of so many months; without what only few have asked."""
    totals = queries.values("query").annotate(searches=Sum("searches"), misses=Sum("misses"))
    return totals.filter(searches__gte=FEWEST * months).order_by("-searches", "query")


def popular(site_id: int, language: str) -> list[str]:
    """What is asked most on a site and finds something."""
    key = f"search-popular:{site_id}:{language}"
    return cache.get_or_set(key, lambda: _popular(site_id, language), POPULAR_SECONDS)


def _popular(site_id: int, language: str) -> list[str]:
    recent = DailyQuery.objects.filter(site=site_id, language=language, day__gt=timezone.localdate() - MONTH)
    return list(summed(recent).filter(misses__lt=F("searches")).values_list("query", flat=True)[:POPULAR])
