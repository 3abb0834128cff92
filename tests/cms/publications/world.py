"""What the log says, and what the tables say, each found in its own way."""

from collections.abc import Iterable
from typing import NamedTuple

from wagtail.models import Page, Site

from cms.publications.models import LogRow
from cms.publications.reading import end_of_log, rows_after
from cms.publications.reconciling import differences

Identity = tuple[str, str]


class Place(NamedTuple):
    site_id: int
    url_path: str


def identity(page: Page) -> Identity:
    return str(page.translation_key), page.locale.language_code


def replayed(limit: int = 7) -> dict[Identity, Place]:
    """What a reader has who knows nothing but the rows, and reads them all."""
    kept: dict[Identity, Place] = {}
    cursor = 0
    while rows := rows_after(cursor, limit, replaying=True):
        for row in rows:
            kept.pop((str(row.translation_key), row.locale), None)
            if row.operation in {"publish", "update", "move"}:
                kept[str(row.translation_key), row.locale] = Place(row.site_id, row.url_path)
        cursor = rows[-1].cursor
    return kept


def public() -> dict[Identity, Place]:
    """What Wagtail shows to everybody, page by page."""
    Site.clear_site_root_paths_cache()
    found = {}
    for page in Page.objects.live().filter(depth__gt=1).specific():
        parts = page.get_url_parts()
        if parts and not page.get_view_restrictions().exists():
            found[identity(page)] = Place(parts[0], page.url_path)
    return found


def assert_log_agrees() -> None:
    assert replayed() == public()
    assert [str(row) for row in differences()] == []


class Log:
    """The rows that were added since this was made, as `operation slug [locale]`."""

    def __init__(self) -> None:
        self.start = end_of_log()

    def rows(self) -> list[LogRow]:
        end_of_log()
        return list(LogRow.objects.filter(cursor__gt=self.start).order_by("cursor"))

    def told(self) -> list[str]:
        return told(self.rows())


def told(rows: Iterable[LogRow]) -> list[str]:
    return [f"{row.operation} {row.url_path.rstrip('/').rpartition('/')[2]} {row.locale}" for row in rows]
