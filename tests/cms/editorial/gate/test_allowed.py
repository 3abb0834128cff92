"""What the gate must not be in the way of."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Locale, Page, Revision

from cms.core.release import shipped
from cms.editorial.gate import requirements
from cms.editorial.gate.models import Clearance
from cms.languages.derive import derive
from cms.pages.news.models import NewsPage
from tests.cms.editorial.gate.past_the_gate import past_the_gate
from tests.factories.pages import NewsIndexPageFactory, TopicFactory
from tests.factories.review import Desk
from tests.factories.translations import traditional

pytestmark = [pytest.mark.django_db, pytest.mark.gate]


@pytest.fixture(autouse=True)
def everything_in_order(monkeypatch):
    """Approvals are all that is needed here; afterwards nothing has gone past the gate."""
    monkeypatch.setattr(requirements, "_requirements", [])
    yield
    assert past_the_gate() == []


def published(desk: Desk, **values) -> NewsPage:
    page = desk.draft(**values)
    desk.approve_all(page)
    return NewsPage.objects.get(pk=page.pk)


def test_an_approved_page_goes_live_when_its_time_has_come(desk: Desk):
    page = desk.change(desk.draft(), go_live_at=timezone.now() + timedelta(hours=1))
    desk.approve_all(page)
    assert not Page.objects.get(pk=page.pk).live
    revisions = Revision.objects.filter(pk=page.latest_revision_id)
    revisions.update(approved_go_live_at=timezone.now() - timedelta(seconds=1))
    # The page's own time has not come: it is put on the list again.
    call_command("publish_scheduled")
    assert revisions.get().approved_go_live_at > timezone.now()


def test_a_mirror_follows_its_source(desk: Desk):
    page = published(desk, topics=[TopicFactory()])
    alias = CreatePageAliasAction(page, update_slug="mirror").execute(skip_permission_checks=True)
    desk.approve_all(desk.change(page, title="又批准了"))
    assert NewsPage.objects.get(pk=alias.pk).title == "又批准了"
    assert list(NewsPage.objects.get(pk=alias.pk).topics.all()) == list(page.topics.all())


def test_a_mirror_becomes_a_page_of_its_own(desk: Desk):
    alias = CreatePageAliasAction(published(desk), update_slug="mirror").execute(skip_permission_checks=True)
    alias.alias_of = None
    alias.save(update_fields=["alias_of"])
    desk.approve_all(desk.change(alias.specific, title="自己的话"))
    assert NewsPage.objects.get(pk=alias.pk).title == "自己的话"


def test_lists_of_topics_go_live_with_the_page(desk: Desk):
    page, topic = published(desk), TopicFactory()
    draft = page.get_latest_revision_as_object()
    draft.topics.add(topic)
    draft.save_revision(user=desk.editor)
    assert not NewsPage.objects.get(pk=page.pk).topics.exists()
    desk.approve_all(page)
    assert NewsPage.objects.get(pk=page.pk).topics.get() == topic


def test_a_live_page_moves_within_its_site(desk: Desk):
    with shipped():
        column = NewsIndexPageFactory(parent=desk.family.lichuan.root_page)
    page = published(desk)
    page.move(column, pos="last-child")
    assert Page.objects.get(pk=page.pk).get_parent().pk == column.pk


@pytest.mark.parametrize("fields", [["locked"], ["draft_title", "latest_revision"], ["title"], None])
def test_a_live_page_is_saved_as_it_is(desk: Desk, fields: list[str] | None):
    page = published(desk)
    page.save(update_fields=fields)
    Page.objects.get(pk=page.pk).save(update_fields=fields)
    assert Clearance.objects.of(page).count() == 1


def test_a_page_from_before_the_gate_is_saved_as_it_is_and_then_known(desk: Desk):
    page = published(desk)
    page.unpublish()
    Clearance.objects.create(
        translation_key=page.translation_key, locale=page.locale, fingerprint="", basis="adopted", revision_id=None
    )
    Page.objects.filter(pk=page.pk).update(live=True, live_revision=None)
    NewsPage.objects.get(pk=page.pk).save()
    assert Clearance.objects.of(page).open().get().fingerprint


def test_a_new_address_needs_approvals_and_takes_translations_along(desk: Desk):
    Locale.objects.get_or_create(language_code="zh-hant")
    page = published(desk)
    with shipped():
        derive(page)
    desk.approve_all(desk.change(page, slug="new-address"))
    found = [Page.objects.get(pk=each.pk) for each in (page, traditional(page))]
    assert [(each.slug, each.live) for each in found] == [("new-address", True)] * 2


def test_the_same_words_are_published_again(desk: Desk):
    page = published(desk)
    page.save_revision(user=desk.reviewer).publish()
    assert Clearance.objects.of(page).open().get().basis == "approved"
