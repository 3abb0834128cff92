"""Entries live and die with the change they record, and say how things were before it."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission

from cms.audit import chain, origin, subjects
from cms.audit.models import Action, AuditEntry
from cms.audit.record import quiet, record
from cms.audit.subjects import register_site_finder, site_id_of
from cms.pages.news.models import Topic
from tests.cms.audit.tampering import problems
from tests.factories.media import ImageFactory
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory, TopicFactory
from tests.sites.admin_actions import page_form


def changes_of(row) -> list[tuple[str, dict]]:
    kind, number = row._meta.label_lower, str(row.pk)
    return list(
        AuditEntry.objects.filter(object_type=kind, object_id=number).order_by("pk").values_list("action", "details")
    )


def test_a_change_says_what_was_and_what_is(db):
    topic = TopicFactory(name="非遗", slug="feiyi")
    topic.name = "文旅"
    topic.save()
    assert changes_of(topic) == [("created", {}), ("changed", {"name": ["非遗", "文旅"]})]


def test_saving_without_a_change_is_none(db):
    topic = TopicFactory()
    topic.save()
    assert [action for action, _details in changes_of(topic)] == ["created"]


def test_a_right_is_told_in_full(family):
    group = Group.objects.create(name="利川编辑")
    right = Permission.objects.get(content_type__app_label="wagtailcore", codename="publish_page")
    given = GroupPagePermission.objects.create(group=group, page=family.lichuan.root_page, permission=right)
    ((action, details),) = changes_of(given)
    assert action == "rights"
    assert details["event"] == "created"
    assert details["group"] == [None, f"利川编辑 (#{group.pk})"]
    assert details["page"][1].startswith("利川市")


def test_memberships_are_told_from_both_sides(boss):
    group = Group.objects.create(name="利川编辑")
    boss.groups.add(group)
    group.user_set.remove(boss)
    boss.groups.set([group])
    boss.groups.clear()
    told = [details for action, details in changes_of(boss) if action == "rights"]
    assert told == [{"groups": {word: ["利川编辑"]}} for word in ("added", "removed", "added", "removed")]


def test_a_cascade_records_what_it_took_along(family):
    group = Group.objects.create(name="利川编辑")
    right = Permission.objects.get(content_type__app_label="wagtailcore", codename="publish_page")
    given = GroupPagePermission.objects.create(group=group, page=family.lichuan.root_page, permission=right)
    number = str(given.pk)
    group.delete()
    taken = AuditEntry.objects.get(
        object_id=number, object_type="wagtailcore.grouppagepermission", pk__gt=1, details__event="deleted"
    )
    assert taken.action == "rights"


def test_a_page_belongs_to_the_most_specific_site_above_it(family):
    page = NewsIndexPageFactory(parent=family.lichuan.root_page, slug="news")
    entry = AuditEntry.objects.get(object_type="news.newsindexpage", object_id=str(page.pk))
    assert (entry.site_id, entry.site_host) == (family.lichuan.pk, "lichuan.localhost")
    assert site_id_of(family.prefecture.root_page) == family.prefecture.pk


def test_who_knows_better_may_say_whose_something_is(family, monkeypatch):
    monkeypatch.setattr(subjects, "_site_finders", dict(subjects._site_finders))
    register_site_finder(Topic, lambda topic: family.enshi.pk)
    topic = TopicFactory()
    assert AuditEntry.objects.get(object_type="news.topic", object_id=str(topic.pk)).site_id == family.enshi.pk


def test_an_entry_outlives_the_person_and_the_site(boss, family):
    record(Action.RAN, title="x", actor=boss, site_id=family.enshi.pk)
    family.enshi.delete()
    boss.delete()
    entry = AuditEntry.objects.get(title="x")
    assert (entry.actor_name, entry.site_host) == ("boss", "enshi.localhost")


@pytest.mark.parametrize("text", ["no\0body", "half \ud800 a pair", "long" * 200])
def test_any_text_can_be_recorded(db, text: str):
    record(Action.RAN, title=text, details={"typed": text})
    chain.seal()
    entry = AuditEntry.objects.get()
    assert entry.title[:2] == entry.details["typed"][:2] == text[:2]
    assert problems() == []


def test_outside_requests_the_command_stands_for_the_origin(db, monkeypatch):
    monkeypatch.setattr("sys.argv", ["/srv/manage.py", "publish_scheduled", "--secret-option=1"])
    assert str(origin.current()) == "manage.py publish_scheduled"


def test_a_quiet_command_leaves_one_entry_with_numbers(db):
    with quiet("tidy_topics") as done:
        TopicFactory.create_batch(3)
        Topic.objects.first().delete()
        done.details["why"] = "spring"
    assert AuditEntry.objects.count() == 1
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.title) == ("ran", "tidy_topics")
    assert entry.details == {"why": "spring", "objects": {"news.topic created": 3, "news.topic deleted": 1}}


def test_a_quiet_command_that_did_nothing_leaves_none(db):
    with quiet("tidy_topics"):
        Topic.objects.count()
    assert not AuditEntry.objects.exists()


def test_a_quiet_command_that_failed_says_what_it_had_done(db):
    with pytest.raises(RuntimeError), quiet("tidy_topics"):
        TopicFactory()
        raise RuntimeError
    assert AuditEntry.objects.get().details == {"failed": "RuntimeError", "objects": {"news.topic created": 1}}


def test_what_is_rolled_back_leaves_nothing(db):
    with pytest.raises(RuntimeError), transaction.atomic():
        TopicFactory()
        raise RuntimeError
    assert not AuditEntry.objects.exists()


def test_a_change_after_a_rolled_back_one_of_the_same_request_is_recorded(rf, boss, db):
    """The first attempt's entry is gone with it, so it must not stand for the second's."""
    topic = TopicFactory(name="一")
    request = rf.post("/admin/x/")
    request.user = boss
    leave = origin.enter(request)
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            Topic.objects.get(pk=topic.pk).delete()
            raise RuntimeError
        topic.delete()
    finally:
        leave()
    assert AuditEntry.objects.filter(action=Action.DELETED, title="一").count() == 1


def test_a_file_that_is_only_looked_at_leaves_nothing(admin, family):
    image = ImageFactory()
    count = AuditEntry.objects.count()
    admin.get(reverse("wagtailimages:edit", args=[image.pk]))
    admin.get(reverse("wagtailimages:index"))
    assert AuditEntry.objects.count() == count


def test_a_public_page_costs_no_query_more(family, client):
    page = NewsPageFactory(parent=NewsIndexPageFactory(parent=family.lichuan.root_page, slug="news"), slug="mist")
    client.get("/news/mist/", headers={"host": "lichuan.localhost"})
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/news/mist/", headers={"host": "lichuan.localhost"}).status_code == 200
    assert page.pk
    assert not [query for query in captured.captured_queries if "audit" in query["sql"]]


def test_saving_a_page_costs_few_queries_more(family, admin, django_capture_on_commit_callbacks):
    page = NewsPageFactory(parent=NewsIndexPageFactory(parent=family.lichuan.root_page, slug="news"), slug="mist")
    with CaptureQueriesContext(connection) as captured:
        admin.post(
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
            page_form(type(page), title="新", slug="mist", pen_name=""),
        )
    ours = [query["sql"] for query in captured.captured_queries if "audit_audit" in query["sql"]]
    assert AuditEntry.objects.filter(action=Action.CHANGED, title="新").count() == 1
    assert len(ours) <= 6, "\n".join(sql[:150] for sql in ours)
