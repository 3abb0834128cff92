"""Every way in which what the public reads can change, and the rows that each one leaves."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models.signals import post_delete
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction, Site

from cms.languages.following import delete_followers
from cms.pages.news.models import NewsPage
from cms.publications.models import LogRow
from cms.publications.recording import because
from cms.publications.signals import rows_written
from tests.cms.publications.world import Log, assert_log_agrees
from tests.factories.languages import translate
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory
from tests.factories.translations import publish as publish_page

IN_AN_HOUR = timedelta(hours=1)


def fresh(slug: str) -> Page:
    return Page.objects.get(slug=slug, locale__language_code="zh-hans").specific


def save(of: str, **values: object) -> None:
    page = fresh(of)
    for name, value in values.items():
        setattr(page, name, value)
    page.save()


def publish(of: str, **values: object) -> None:
    page = fresh(of)
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()


def run_schedule(slug: str, field: str) -> None:
    """The columns are turned back: a test cannot wait an hour."""
    publish(slug, **{field: timezone.now() + IN_AN_HOUR})
    past = timezone.now() - IN_AN_HOUR
    Page.objects.filter(slug=slug).update(**{field: past})
    revision = fresh(slug).latest_revision
    revision.content[field] = past.isoformat()
    if field == "go_live_at":
        revision.approved_go_live_at = past
    revision.save()
    call_command("publish_scheduled")


def restrict(slug: str, kind: str = PageViewRestriction.LOGIN) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=fresh(slug), restriction_type=kind)


def restrict_groups(slug: str) -> None:
    restrict(slug, PageViewRestriction.GROUPS).groups.set(Group.objects.all()[:1])


def alias(slug: str, to: str, name: str, recursive: bool = False) -> Page:
    return fresh(slug).create_alias(parent=fresh(to), update_slug=name, recursive=recursive)


def draft_below_a_draft() -> None:
    """A column that was taken off still has live pages below it, and now gets another address."""
    fresh("news").unpublish()
    save("news", slug="xinwen")


def restricted_source_deleted() -> None:
    """What lies below an alias is as private as the alias's source."""
    source = NewsIndexPageFactory(parent=fresh("lichuan"), slug="source", live=False)
    copy = alias("source", "enshi", "copy")
    copy.live = True
    copy.save()
    NewsPageFactory(parent=copy, slug="below")
    restrict("source")
    source.delete()


def restricted_alias_converted() -> None:
    copy = alias("news", "enshi", "copy")
    NewsPageFactory(parent=copy, slug="below")
    restrict("news")
    copy.alias_of = None
    copy.save(update_fields=["alias_of_id"], clean=False)


TWO = "{0} news zh-hans, {0} fog zh-hans, {0} tea zh-hans"
PATHS: dict[str, tuple[Callable[[], object], str]] = {
    # Publishing
    "publish a draft": (lambda: publish("draft"), "publish draft zh-hans"),
    "publish again": (lambda: publish("fog", title="新"), "update fog zh-hans"),
    "save a draft of a live page": (lambda: fresh("fog").save_revision(), ""),
    "lock": (lambda: _save_fields("fog", "locked"), ""),
    "save as live": (lambda: save("draft", live=True), "publish draft zh-hans"),
    "save a live page": (lambda: save("fog", title="新"), "update fog zh-hans"),
    "save one field": (lambda: _save_fields("fog", "title"), "update fog zh-hans"),
    "create as live": (lambda: NewsPageFactory(parent=fresh("news"), slug="new"), "publish new zh-hans"),
    "create as draft": (lambda: NewsPageFactory(parent=fresh("news"), slug="new", live=False), ""),
    "schedule": (lambda: publish("draft", go_live_at=timezone.now() + IN_AN_HOUR), ""),
    "go live on schedule": (lambda: run_schedule("draft", "go_live_at"), "publish draft zh-hans"),
    "a later version goes live on schedule": (lambda: run_schedule("fog", "go_live_at"), "update fog zh-hans"),
    # Off
    "unpublish": (lambda: fresh("fog").unpublish(), "withdraw fog zh-hans"),
    "unpublish twice": (lambda: [fresh("fog").unpublish() for _time in range(2)], "withdraw fog zh-hans"),
    "unpublish and publish": (
        lambda: (fresh("fog").unpublish(), publish("fog")),
        "withdraw fog zh-hans, publish fog zh-hans",
    ),
    "save as not live": (lambda: save("fog", live=False), "withdraw fog zh-hans"),
    "expire": (lambda: run_schedule("fog", "expire_at"), "update fog zh-hans, expire fog zh-hans"),
    # Away
    "delete": (lambda: fresh("fog").delete(), "delete fog zh-hans"),
    "delete a draft": (lambda: fresh("draft").delete(), ""),
    "delete what was taken off": (
        lambda: (fresh("fog").unpublish(), fresh("fog").delete()),
        "withdraw fog zh-hans, delete fog zh-hans",
    ),
    "delete a tree": (lambda: fresh("news").delete(), TWO.format("delete")),
    "delete a list": (lambda: NewsPage.objects.filter(slug="fog").delete(), "delete fog zh-hans"),
    "delete a list of parents": (lambda: Page.objects.filter(slug="news").delete(), TWO.format("delete")),
    "delete without fields": (lambda: Page.objects.filter(slug="fog").only("pk").delete(), "delete fog zh-hans"),
    # Elsewhere
    "another address": (lambda: save("fog", slug="mist"), "move mist zh-hans"),
    "another address above": (
        lambda: save("news", slug="xinwen"),
        "move xinwen zh-hans, move fog zh-hans, move tea zh-hans",
    ),
    "another address, published": (lambda: publish("fog", slug="mist"), "move mist zh-hans"),
    "another address above, taken off": (
        draft_below_a_draft,
        "withdraw news zh-hans, move fog zh-hans, move tea zh-hans",
    ),
    "move": (lambda: fresh("fog").move(fresh("lichuan"), pos="last-child"), "move fog zh-hans"),
    "move a tree to another site": (
        lambda: fresh("news").move(fresh("enshi"), pos="last-child"),
        TWO.format("move"),
    ),
    "move a site's home page": (
        lambda: fresh("lichuan").move(fresh("enshi"), pos="last-child"),
        "move lichuan zh-hans, " + TWO.format("move"),
    ),
    "put in another order": (lambda: fresh("tea").move(fresh("fog"), pos="left"), "update tea zh-hans"),
    "copy as live": (
        lambda: fresh("news").copy(recursive=True, update_attrs={"slug": "copy"}),
        "publish copy zh-hans, update copy zh-hans, publish fog zh-hans, update fog zh-hans, "
        "publish tea zh-hans, update tea zh-hans",
    ),
    "copy as draft": (lambda: fresh("fog").copy(keep_live=False, update_attrs={"slug": "copy"}), ""),
    # Privacy
    "restrict": (lambda: restrict("fog"), "restrict fog zh-hans"),
    "restrict a tree": (lambda: restrict("news"), TWO.format("restrict")),
    "restrict to groups": (lambda: restrict_groups("news"), TWO.format("restrict")),
    "lift a restriction": (
        lambda: restrict("news").delete(),
        f"{TWO.format('restrict')}, {TWO.format('publish')}",
    ),
    "lift a restriction by list": (
        lambda: (restrict("fog"), PageViewRestriction.objects.all().delete()),
        "restrict fog zh-hans, publish fog zh-hans",
    ),
    "publish what is restricted": (
        lambda: (restrict("fog"), publish("fog"), fresh("fog").unpublish()),
        "restrict fog zh-hans, restrict fog zh-hans, withdraw fog zh-hans",
    ),
    "restriction for another page": (
        lambda: _point_elsewhere(restrict("fog"), "tea"),
        "restrict fog zh-hans, publish fog zh-hans, restrict tea zh-hans",
    ),
    "move below a restriction": (
        lambda: (restrict("enshi"), fresh("fog").move(fresh("enshi"), pos="last-child")),
        "restrict enshi zh-hans, restrict fog zh-hans",
    ),
    "move out of a restriction": (
        lambda: (restrict("news"), fresh("fog").move(fresh("enshi"), pos="last-child")),
        f"{TWO.format('restrict')}, publish fog zh-hans",
    ),
    "delete what is restricted": (
        lambda: (restrict("news"), fresh("news").delete()),
        f"{TWO.format('restrict')}, {TWO.format('delete')}",
    ),
    # Aliases
    "alias": (lambda: alias("fog", "enshi", "copy"), "publish copy zh-hans"),
    "alias of a tree": (
        lambda: alias("news", "enshi", "copy", recursive=True),
        "publish copy zh-hans, publish fog zh-hans, publish tea zh-hans",
    ),
    "publish what has an alias": (
        lambda: (alias("fog", "enshi", "copy"), publish("fog")),
        "publish copy zh-hans, update fog zh-hans, update copy zh-hans",
    ),
    "unpublish what has an alias": (
        lambda: (alias("fog", "enshi", "copy"), fresh("fog").unpublish()),
        "publish copy zh-hans, withdraw fog zh-hans, withdraw copy zh-hans",
    ),
    "restrict what has an alias": (
        lambda: (alias("fog", "enshi", "copy"), restrict("fog")),
        "publish copy zh-hans, restrict copy zh-hans, restrict fog zh-hans",
    ),
    "delete what has an alias": (
        lambda: (alias("fog", "enshi", "copy"), fresh("fog").delete()),
        "publish copy zh-hans, withdraw copy zh-hans, delete fog zh-hans, delete copy zh-hans",
    ),
    "convert an alias of what is restricted": (
        restricted_alias_converted,
        f"{TWO.format('restrict')}, restrict copy zh-hans, restrict below zh-hans, "
        "publish copy zh-hans, publish below zh-hans, publish copy zh-hans, publish below zh-hans",
    ),
    "delete the restricted source of an alias": (
        restricted_source_deleted,
        "publish copy zh-hans, publish below zh-hans, restrict copy zh-hans, restrict below zh-hans, "
        "publish copy zh-hans, publish below zh-hans, delete copy zh-hans, delete below zh-hans",
    ),
    # Sites
    "a site goes": (
        lambda: Site.objects.get(hostname="lichuan.localhost").delete(),
        "move lichuan zh-hans, " + TWO.format("move"),
    ),
    "a site goes with its tree": (
        lambda: fresh("lichuan").delete(),
        "delete lichuan zh-hans, " + TWO.format("delete"),
    ),
    "a site gets another home page": (lambda: _new_home("lichuan", "news"), "move lichuan zh-hans"),
    "all sites go": (
        lambda: Site.objects.all().delete(),
        "withdraw family zh-hans, withdraw lichuan zh-hans, withdraw news zh-hans, withdraw fog zh-hans, "
        "withdraw tea zh-hans, withdraw enshi zh-hans",
    ),
}


def _save_fields(slug: str, *names: str) -> None:
    page = fresh(slug)
    page.title, page.locked = "新", True
    page.save(update_fields=names)


def _point_elsewhere(restriction: PageViewRestriction, slug: str) -> None:
    restriction.page = fresh(slug)
    restriction.save()


def _new_home(slug: str, new: str) -> None:
    site = Site.objects.get(hostname=f"{slug}.localhost")
    site.root_page = fresh(new)
    site.save()


@pytest.mark.parametrize("path", PATHS)
def test_a_path_leaves_its_rows(log: Log, path: str):
    change, expected = PATHS[path]
    change()
    assert sorted(log.told()) == sorted(filter(None, expected.split(", ")))


def test_what_a_deleted_page_leaves_behind_is_looked_at_when_it_is_gone(log: Log):
    """Without cms.languages, which deletes what follows a page together with it."""
    post_delete.disconnect(delete_followers, sender=Page)
    try:
        restricted_source_deleted()
    finally:
        post_delete.connect(delete_followers, sender=Page)
    assert log.told()[-2:] == ["publish copy zh-hans", "publish below zh-hans"]


BULK = {
    "unpublish": ({"reason": "error", "explanation": "地名写错了"}, TWO.format("withdraw")),
    "move": ({}, TWO.format("move")),
    "delete": ({}, TWO.format("delete")),
}


@pytest.mark.parametrize("action", BULK)
def test_bulk_actions_say_who_did_it(log: Log, admin_user, action: str):
    values, expected = BULK[action]
    client = Client(SERVER_NAME="localhost")
    client.force_login(admin_user)
    page = fresh("news")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    response = client.post(f"{address}?id={page.pk}", {**values, "chooser": fresh("enshi").pk})
    assert response.status_code == 302
    assert sorted(log.told()) == sorted(expected.split(", "))
    assert {row.actor_id for row in log.rows()} == {admin_user.pk}
    assert {row.actor_name for row in log.rows()} == {"admin"}


def test_what_is_derived_and_translated_follows(trilingual):
    column = publish_page(NewsIndexPageFactory(parent=trilingual.lichuan.root_page, slug="news"))
    page = publish_page(NewsPageFactory(parent=column, slug="fog", live=False))
    translate(page, "en")
    log = Log()
    publish_page(page, title="新")
    page.move(trilingual.enshi.root_page, pos="last-child")
    restriction = restrict("fog")
    restriction.delete()
    fresh("fog").unpublish()
    assert_log_agrees()
    assert set(log.told()) >= {f"{done} fog zh-hant" for done in ("update", "move", "restrict", "publish", "withdraw")}


def test_an_english_placeholder_was_never_public(trilingual):
    column = publish_page(NewsIndexPageFactory(parent=trilingual.lichuan.root_page, slug="news"))
    log = Log()
    column.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True, alias=True)
    assert_log_agrees()
    assert {row.locale for row in log.rows() if row.operation == "publish"} == {"en"}


def test_a_row_says_where_why_and_what_it_was_before(log: Log, fog):
    revision = fog.save_revision()
    with because("更正", case=7):
        revision.publish()
        fog.move(fresh("enshi"), pos="last-child")
    update, move = log.rows()
    assert (update.page_id, update.page_type, update.title) == (fog.pk, "news.newspage", fog.title)
    assert (update.revision_id, update.reason, update.details) == (revision.pk, "更正", {"case": 7})
    assert (update.old_site_id, update.old_url_path, update.actor_id) == (None, "", None)
    assert (move.old_site_id, move.old_url_path) == (update.site_id, update.url_path)
    assert (move.site_id, move.url_path) == (Site.objects.get(hostname="enshi.localhost").pk, fresh("fog").url_path)
    assert move.translation_key == fog.translation_key


def test_an_identity_that_changes_leaves_a_tombstone(log: Log, fog):
    fog.translation_key = uuid4()
    fog.save()
    assert log.told() == ["delete fog zh-hans", "publish fog zh-hans"]


def test_what_is_rolled_back_leaves_no_row(log: Log, fog):
    with pytest.raises(RuntimeError), transaction.atomic():
        fog.unpublish()
        raise RuntimeError
    assert log.told() == []


def test_a_publication_costs_three_queries(log: Log, fog):
    revision = fog.save_revision()
    with CaptureQueriesContext(connection) as queries:
        revision.publish()
    ours = [query for query in queries.captured_queries if is_ours(query["sql"])]
    assert len(ours) == 3


def is_ours(sql: str) -> bool:
    return "publications_" in sql or sql.startswith('SELECT "wagtailcore_page"."live"')


def test_whoever_waits_for_rows_is_told_once_when_they_are_committed(log: Log, fog, django_capture_on_commit_callbacks):
    heard = []
    rows_written.connect(listener := lambda **kwargs: heard.append(kwargs["sender"]))
    with django_capture_on_commit_callbacks(execute=True):
        fog.unpublish()
        publish("fog")
    assert heard == [LogRow]
    with django_capture_on_commit_callbacks(execute=True):
        fog.save_revision()
    assert heard == [LogRow]
    assert rows_written.disconnect(listener)
