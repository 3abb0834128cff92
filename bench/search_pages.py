"""Run inside the platform: adds made-up pages, indexes them, asks the questions, and prints figures as JSON."""

import html
import json
import sys
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from statistics import mean, median

import django

django.setup()

from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from search_queries import QUERIES, Query  # noqa: E402
from search_texts import Text, texts  # noqa: E402
from wagtail.models import Locale, Page, Site  # noqa: E402
from wagtail.search.backends import get_search_backend  # noqa: E402

from cms.core.scope import pages_within  # noqa: E402
from cms.pages.news.models import NewsIndexPage, NewsPage  # noqa: E402
from cms.search.backend.entries import searchable_texts  # noqa: E402
from cms.search.hits import ranked_ids  # noqa: E402

CHUNK = 100
SHOWN = 10
REPEATS = 3
UPDATED = 200


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def cpu_ms() -> float:
    """CPU time of this process and of the database's process that works for it."""
    spent = time.process_time() * 1000
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        schedule = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
        spent += int(schedule.split()[0]) / 1e6
    return spent


def fill(count: int) -> list[int]:
    """News pages in equal parts on all sites, written as the database likes it best; not yet indexed."""
    columns = list(NewsIndexPage.objects.live().filter(locale=Locale.get_default()).order_by("path"))
    news_type = ContentType.objects.get_for_model(NewsPage)
    now = timezone.now()
    places = {column.pk: column.numchild for column in columns}
    pages, bodies = [], []
    for number, text in enumerate(texts(count)):
        column = columns[number % len(columns)]
        places[column.pk] += 1
        slug = f"made-up-{number}"
        at = now - timedelta(minutes=37 * (count - number))
        pages.append(
            Page(
                title=text.title, draft_title=text.title, slug=slug, url_path=f"{column.url_path}{slug}/",
                path=Page._get_path(column.path, column.depth + 1, places[column.pk] + 1000), depth=column.depth + 1,
                content_type=news_type, locale_id=column.locale_id, translation_key=uuid.uuid4(), live=True,
                first_published_at=at, last_published_at=at,
            )
        )  # fmt: skip
        bodies.append(text)
    with transaction.atomic():
        Page.objects.bulk_create(pages, batch_size=500)
        for column in columns:
            Page.objects.filter(pk=column.pk).update(numchild=places[column.pk])
        for page, text in zip(pages, bodies, strict=True):
            news(page, text).save_base(raw=True, force_insert=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as it does by itself when it has time; SQLite never does
    return [page.pk for page in pages]


def news(page: Page, text: Text) -> NewsPage:
    body = [("paragraph", f"<p>{html.escape(paragraph)}</p>") for paragraph in text.paragraphs]
    row = NewsPage(page_ptr_id=page.pk, summary=text.summary, search_words=text.search_words, source="示例融媒体中心")
    row.body = json.dumps([{"type": name, "value": value, "id": str(uuid.uuid4())} for name, value in body])
    return row


def chunks(pks: list[int]) -> Iterator[list[NewsPage]]:
    for start in range(0, len(pks), CHUNK):
        yield list(NewsPage.objects.filter(pk__in=pks[start : start + CHUNK]))


def build_index(pks: list[int]) -> float:
    """CPU ms a page of a complete build, reading the pages included."""
    backend = get_search_backend()
    started = cpu_ms()
    for number, chunk in enumerate(chunks(pks)):
        backend.add_bulk(NewsPage, chunk)
        if number % 20 == 0:
            say(f"  {number * CHUNK} of {len(pks)} pages indexed")
    backend.get_index_for_model(NewsPage).tidy()
    return (cpu_ms() - started) / len(pks)


def update_index(pks: list[int]) -> float:
    """CPU ms for one page whose text has changed, as publishing it does; the median of many."""
    backend = get_search_backend()
    costs = []
    for page in NewsPage.objects.filter(pk__in=pks[:: max(1, len(pks) // UPDATED)]):
        page.summary += "再说一句。"
        started = cpu_ms()
        backend.add(page)
        costs.append(cpu_ms() - started)
    return median(costs)


def truth() -> dict[int, str]:
    pages = Page.objects.live().filter(locale=Locale.get_default(), depth__gt=1).specific()
    return {
        page.pk: "\n".join(text for _, text in searchable_texts(page, page.get_search_fields())).lower()
        for page in pages.iterator(chunk_size=500)
    }


def quality(stored: dict[int, str]) -> dict[str, list[tuple[str, float, float, int]]]:
    figures: dict[str, list] = {}
    scope = Page.objects.live().filter(locale=Locale.get_default(), depth__gt=1)
    for query in QUERIES:
        relevant = {pk for pk, text in stored.items() if query.finds(text)}
        shown = ranked_ids(scope, query.typed)[:SHOWN]
        right = len(relevant & set(shown))
        recall = right / min(SHOWN, len(relevant)) if relevant else 1.0
        precision = right / len(shown) if shown else 1.0 - bool(relevant)
        figures.setdefault(query.category, []).append((query.typed, recall, precision, len(relevant)))
    return figures


def speed() -> list[tuple[str, float, int]]:
    """CPU ms of the first page of results on one site: asking the index and reading ten pages. The least of a few."""
    home = Site.objects.get(hostname="lichuan.localhost").root_page
    return [(query.typed, *first_page(home, query)) for query in QUERIES]


def first_page(home: Page, query: Query) -> tuple[float, int]:
    costs = []
    for _repeat in range(REPEATS):
        started = cpu_ms()
        ids = ranked_ids(pages_within(home, nested=False), query.typed)
        list(Page.objects.filter(pk__in=ids[:SHOWN]).specific())
        costs.append(cpu_ms() - started)
    return min(costs), len(ids)


def reference_ms() -> float:
    """What other figures are divided by: ten pages read by primary key."""
    pks = list(NewsPage.objects.values_list("pk", flat=True)[:SHOWN])
    costs = []
    for _repeat in range(20):
        started = cpu_ms()
        list(Page.objects.filter(pk__in=pks).specific())
        costs.append(cpu_ms() - started)
    return median(costs)


if __name__ == "__main__":
    count = int(sys.argv[1])
    call_command("rebuild_search", stdout=sys.stderr)  # the starter pages: no worker runs here
    say(f"  writing {count} pages …")
    pks = fill(count)
    say("  indexing …")
    build = build_index(pks)
    update = update_index(pks)
    say("  asking …")
    found = quality(truth())
    times = speed()
    print(
        json.dumps(
            {
                "pages": len(pks),
                "build": build,
                "update": update,
                "reference": reference_ms(),
                "quality": found,
                "median": median(cost for _, cost, _ in times),
                "times": times,
                "recall": mean(recall for rows in found.values() for _, recall, _, _ in rows),
                "precision": mean(precision for rows in found.values() for _, _, precision, _ in rows),
            }
        )
    )
