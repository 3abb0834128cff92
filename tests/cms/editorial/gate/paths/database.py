"""Past Django's models: `update()` and SQL, as a script or somebody at the database's console would."""

from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.pages.news.models import NewsPage
from tests.cms.editorial.gate.paths import MARK, Case, Outcome, path


def _update(case: Case, **values: object) -> None:
    Page.objects.filter(pk=case.pk).update(**values)


def _sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@path(on="draft")
def update_live(case: Case):
    _update(case, live=True)


@path(on="draft")
def update_live_of_the_type(case: Case):
    NewsPage.objects.filter(pk=case.pk).update(live=True)


@path()
def update_live_and_revision(case: Case):
    _update(case, live=True, live_revision=case.revision)


@path(on="draft")
def update_of_all_drafts(case: Case):
    Page.objects.filter(live=False).update(live=True)


@path(on="draft")
def bulk_update_live(case: Case):
    page = case.page
    page.live = True
    Page.objects.bulk_update([Page.objects.get(pk=page.pk)], ["live"])
    plain = Page.objects.get(pk=page.pk)
    plain.live = True
    Page.objects.bulk_update([plain], ["live", "title"])


@path()
def bulk_create(case: Case):
    plain = Page.objects.get(pk=case.pk)
    twin = Page(
        path=case.desk.column.path + "0099",
        depth=plain.depth,
        title=MARK,
        draft_title=MARK,
        slug="twin",
        url_path="/twin/",
        content_type=plain.content_type,
        locale=plain.locale,
        translation_key=uuid4(),
        live=True,
    )
    Page.objects.bulk_create([twin])


@path(on="draft")
def sql_live(case: Case):
    _sql("UPDATE wagtailcore_page SET live = TRUE WHERE id = %s", case.pk)


@path(on="draft")
def sql_live_with_a_revision(case: Case):
    _sql("UPDATE wagtailcore_page SET live = TRUE, live_revision_id = latest_revision_id WHERE id = %s", case.pk)


@path()
def sql_insert_of_a_live_row(case: Case):
    columns = [field.column for field in Page._meta.local_concrete_fields if field.column != "id"]
    others = {"path": "path || '0001'", "slug": "'sql-twin'", "live": "TRUE", "translation_key": f"'{uuid4().hex}'"}
    values = ", ".join(others.get(column, column) for column in columns)
    rows = f"SELECT {values} FROM wagtailcore_page WHERE id = %s"  # noqa: S608
    _sql(f"INSERT INTO wagtailcore_page ({', '.join(columns)}) {rows}", case.pk)


@path(on="draft")
def sql_live_in_the_place_of_the_root(case: Case):
    """The root is no page that anybody reads, so the gate leaves it alone; then back to where it was."""
    depth = case.page.depth
    _sql("UPDATE wagtailcore_page SET live = TRUE, depth = 1 WHERE id = %s", case.pk)
    _sql("UPDATE wagtailcore_page SET depth = %s WHERE id = %s", depth, case.pk)


@path(on="draft")
def sql_live_under_the_key_of_a_page_that_is_live(case: Case):
    """The clearance is the other page's, which goes away for it."""
    other = case.desk.live()
    _sql("UPDATE wagtailcore_page SET live_revision_id = NULL WHERE id = %s", other.pk)
    _sql("UPDATE wagtailcore_page SET translation_key = %s WHERE id = %s", _key(uuid4()), other.pk)
    _sql("UPDATE wagtailcore_page SET translation_key = %s, live = TRUE WHERE id = %s", _key(other), case.pk)


@path(on="live")
def sql_content_type_of_a_live_page(case: Case):
    _sql(
        "UPDATE wagtailcore_page SET content_type_id ="
        " (SELECT id FROM django_content_type WHERE app_label = 'wagtailcore' AND model = 'page') WHERE id = %s",
        case.pk,
    )


def _key(key: object) -> str:
    key = getattr(key, "translation_key", key)
    return key.hex if connection.vendor == "sqlite" else str(key)


@path(on="live")
def update_live_revision(case: Case):
    _update(case, live_revision=case.revision)


@path(on="live")
def update_title(case: Case):
    _update(case, title=f"{MARK}的标题")


@path(on="live")
def sql_title(case: Case):
    _sql("UPDATE wagtailcore_page SET title = %s WHERE id = %s", MARK, case.pk)


@path(on="live")
def sql_seo_title_and_description(case: Case):
    _sql("UPDATE wagtailcore_page SET seo_title = %s, search_description = %s WHERE id = %s", MARK, MARK, case.pk)


@path(on="live")
def sql_slug(case: Case):
    _sql("UPDATE wagtailcore_page SET slug = 'elsewhere' WHERE id = %s", case.pk)


@path(on="live", outcome=Outcome.FOUND)
def sql_text_of_the_type(case: Case):
    _sql("UPDATE news_newspage SET summary = %s, body = '[]' WHERE page_ptr_id = %s", MARK, case.pk)


@path(on="live", outcome=Outcome.FOUND)
def update_text_of_the_type(case: Case):
    NewsPage.objects.filter(pk=case.pk).update(summary=MARK)


@path(on="live", outcome=Outcome.FOUND)
def bulk_update_text_of_the_type(case: Case):
    page = case.marked()
    NewsPage.objects.bulk_update([page], ["summary"])


@path(on="live", outcome=Outcome.FOUND)
def topics_of_a_live_page_behind_its_back(case: Case):
    from tests.factories.pages import TopicFactory

    NewsPage.topics.through.objects.create(newspage_id=case.pk, topic=TopicFactory(name=MARK))


@path(on="live", outcome=Outcome.FOUND)
def update_expire_at(case: Case):
    """It would be public for longer than was approved."""
    _update(case, expire_at=timezone.now() + timedelta(days=365))


@path(on="live")
def clearance_taken_away(case: Case):
    _sql("DELETE FROM gate_clearance WHERE translation_key = %s", _key(case.page))


@path(outcome=Outcome.REFUSED_AND_FOUND)
def update_approved_go_live_at(case: Case):
    Revision.objects.filter(pk=case.revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    _let_time_pass()


def _let_time_pass() -> None:
    """The command says in its end that one of the changes was refused; all others happen."""
    with suppress(CommandError):
        call_command("publish_scheduled")


@path(outcome=Outcome.REFUSED_AND_FOUND)
def sql_approved_go_live_at(case: Case):
    past = timezone.now() - timedelta(minutes=1)
    _sql("UPDATE wagtailcore_revision SET approved_go_live_at = %s WHERE id = %s", past, case.revision.pk)
    _let_time_pass()


@path(outcome=Outcome.REFUSED_AND_FOUND)
def a_schedule_that_nobody_approved_waits(case: Case):
    """It is refused when its time comes; until then verify_gate names it."""
    Revision.objects.filter(pk=case.revision.pk).update(approved_go_live_at=timezone.now() + timedelta(days=1))


@path()
def sql_clearance_on_the_ground_of_approvals(case: Case):
    _sql(
        "INSERT INTO gate_clearance (translation_key, locale_id, fingerprint, basis, created_at)"
        " VALUES (%s, %s, %s, 'approved', %s)",
        _key(case.page),
        case.page.locale_id,
        "0" * 65,
        timezone.now(),
    )


@path()
def sql_clearance_on_the_ground_of_urgency(case: Case):
    """Nobody has released it as urgent."""
    _sql(
        "INSERT INTO gate_clearance (translation_key, locale_id, fingerprint, basis, created_at)"
        " VALUES (%s, %s, %s, 'urgent', %s)",
        _key(uuid4()),
        case.page.locale_id,
        "0" * 65,
        timezone.now(),
    )
