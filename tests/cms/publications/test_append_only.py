"""Beyond what holds for all append-only tables: the database numbers the rows, and overtaken ones go by pruning."""

import pytest
from django.db import IntegrityError, connection, transaction

from cms.publications.models import LogRow, PruneMark
from cms.publications.triggers import install_triggers, missing_triggers
from tests.cms.publications.rows import add, empty_log

pytestmark = pytest.mark.django_db


def run_sql(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


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


def test_a_log_without_a_mark_can_be_emptied():
    """As when a test database is flushed."""
    add(1)
    empty_log()
    assert add(1).cursor == 1


def test_what_numbers_the_rows_is_missed_and_put_back_by_migrate():
    on_table = " ON publications_logrow" if connection.vendor == "postgresql" else ""
    run_sql(f"DROP TRIGGER publications_number{on_table}")
    assert missing_triggers(connection) == {"publications_number"}
    install_triggers(connection)
    assert not missing_triggers(connection)
