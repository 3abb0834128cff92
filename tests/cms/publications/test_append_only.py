"""Rows are added. Neither Python nor SQL changes or removes them, except for pruning."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from cms.publications.models import AppendOnlyError, LogRow, PruneMark
from cms.publications.triggers import NAMES, create_triggers, drop_triggers, missing_triggers
from tests.cms.publications.rows import add, empty_log

pytestmark = pytest.mark.django_db


def run_sql(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_python_refuses_to_change_or_delete():
    row = add(1)
    with pytest.raises(AppendOnlyError):
        row.save()
    with pytest.raises(AppendOnlyError):
        row.delete()
    with pytest.raises(AppendOnlyError):
        LogRow.objects.update(title="another")
    with pytest.raises(AppendOnlyError):
        LogRow.objects.filter(pk=row.pk).delete()
    with pytest.raises(AppendOnlyError):
        LogRow.objects.bulk_update([row], ["title"])


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE publications_logrow SET title = 'another' WHERE page_id = 1001",
        "UPDATE publications_logrow SET cursor = 99 WHERE page_id = 1001",
        "UPDATE publications_logrow SET cursor = NULL WHERE page_id = 1001",
        "DELETE FROM publications_logrow WHERE page_id = 1001",
        "DELETE FROM publications_logrow",
    ],
)
def test_the_database_refuses_to_change_or_delete(sql: str):
    add(1, "publish")
    add(1, "withdraw")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        run_sql(sql)


def test_even_below_the_mark_the_last_row_stays():
    add(1, "publish")
    last = add(1, "withdraw")
    PruneMark.objects.update(cursor=last.cursor)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        run_sql("DELETE FROM publications_logrow WHERE page_id = 1001")
    run_sql(f"DELETE FROM publications_logrow WHERE page_id = 1001 AND id < {last.pk}")  # noqa: S608


def test_nobody_chooses_a_cursor():
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        LogRow(cursor=99, operation="publish", translation_key="0" * 32, locale="en", page_id=1, url_path="/").save()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_postgresql_refuses_to_empty_the_table():
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        run_sql("TRUNCATE publications_logrow")


def test_a_log_without_a_mark_can_be_emptied():
    """As when a test database is flushed."""
    add(1)
    empty_log()
    assert add(1).cursor == 1


def test_triggers_can_be_taken_away_and_put_back_by_migrations():
    # SQLite's own editor does not work inside a test's transaction.
    editor = SimpleNamespace(connection=connection, execute=run_sql)
    drop_triggers(apps, editor)
    assert missing_triggers(connection) == NAMES[connection.vendor]
    create_triggers(apps, editor)
    assert not missing_triggers(connection)
