"""What was changed behind Django's back is found, and told."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page, PageViewRestriction

from cms.publications.apps import begin_log
from cms.publications.models import LogRow, PruneMark
from cms.publications.reconciling import RECONCILED
from tests.cms.publications.world import Log, assert_log_agrees, public
from tests.factories.gate import behind_the_gate

pytestmark = pytest.mark.django_db


def reconcile(*options: str) -> tuple[str, int]:
    """What the command says, and its exit code."""
    out = StringIO()
    try:
        call_command("reconcile_publications", *options, stdout=out, stderr=out)
    except SystemExit as ended:
        return out.getvalue(), ended.code
    return out.getvalue(), 0


BEHIND = {
    "flipped off": ("UPDATE wagtailcore_page SET live = false WHERE slug = 'fog'", "withdraw fog zh-hans"),
    "another address": (
        "UPDATE wagtailcore_page SET url_path = '/family/lichuan/news/mist/' WHERE slug = 'fog'",
        "move mist zh-hans",
    ),
    "another title": ("UPDATE wagtailcore_page SET title = '新' WHERE slug = 'fog'", "update fog zh-hans"),
    "a restriction": (
        "INSERT INTO wagtailcore_pageviewrestriction (page_id, restriction_type, password) "
        "SELECT id, 'login', '' FROM wagtailcore_page WHERE slug = 'news'",
        "restrict news zh-hans, restrict fog zh-hans, restrict tea zh-hans",
    ),
    "another site": (
        "UPDATE wagtailcore_site SET root_page_id = (SELECT id FROM wagtailcore_page WHERE slug = 'news') "
        "WHERE hostname = 'lichuan.localhost'",
        "move lichuan zh-hans",
    ),
    "another key": (
        "UPDATE wagtailcore_page SET live = false, translation_key = '0123456789abcdef0123456789abcdef' "
        "WHERE slug = 'fog'",
        "delete fog zh-hans",
    ),
}


@pytest.mark.parametrize("how", BEHIND)
def test_what_sql_did_is_found_told_and_then_known(column, how: str):
    assert_log_agrees()
    log = Log()
    sql, expected = BEHIND[how]
    with behind_the_gate(), connection.cursor() as cursor:
        cursor.execute(sql)
    said, code = reconcile()
    assert code == 1
    assert said.count("[zh-hans] page") == len(expected.split(", "))
    assert log.told() == []
    said, code = reconcile("--repair")
    assert code == 1
    assert sorted(log.told()) == sorted(expected.split(", "))
    assert {row.reason for row in log.rows()} == {RECONCILED}
    assert reconcile() == ("The log agrees with the pages.\n", 0)
    assert_log_agrees()


def test_missing_triggers_are_reported(column):
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON publications_logrow"
        cursor.execute(f"DROP TRIGGER publications_logrow_no_update{on}")
    said, code = reconcile()
    assert (code, "publications_logrow_no_update" in said) == (1, True)


def test_a_database_that_had_pages_before_gets_a_first_row_for_each(column):
    PageViewRestriction.objects.create(page=Page.objects.get(slug="tea"), restriction_type="login")
    PruneMark.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM publications_logrow")
    begin_log(using="default")
    assert PruneMark.objects.get().cursor == 0
    assert LogRow.objects.filter(operation="publish").count() == len(public())
    assert LogRow.objects.get(operation="restrict").title == Page.objects.get(slug="tea").title
    assert_log_agrees()
