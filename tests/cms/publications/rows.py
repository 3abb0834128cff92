"""Rows without pages."""

from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from cms.publications.models import LogRow, PruneMark
from cms.publications.reading import end_of_log


def row(number: int, operation: str = "update", days_ago: int = 0, title: str = "", site_id: int = 1) -> LogRow:
    """A row of the page with this number, not written yet."""
    return LogRow(
        operation=operation,
        translation_key=UUID(int=number),
        locale="zh-hans",
        page_id=1000 + number,
        page_type="news.newspage",
        title=title or f"page {number}",
        site_id=site_id,
        url_path=f"/home/{number}/",
        at=timezone.now() - timedelta(days=days_ago),
    )


def add(number: int, operation: str = "update", **values: object) -> LogRow:
    added = row(number, operation, **values)
    added.save()
    end_of_log()
    added.refresh_from_db()
    return added


def empty_log() -> None:
    """Without a mark nothing is protected."""
    PruneMark.objects.all().delete()
    LogRow.objects.all()._raw_delete(connection.alias)
    PruneMark.objects.create(pk=1)
