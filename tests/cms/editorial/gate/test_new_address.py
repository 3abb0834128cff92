"""An English page follows its source to a new address and stands on the approvals that its words have."""

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import Locale, WorkflowPage
from wagtail_localize.models import Translation

from cms.core.release import shipped
from cms.editorial.gate import requirements
from cms.editorial.gate.fingerprints import fingerprint
from cms.editorial.gate.models import Clearance, line_of
from cms.editorial.review.chain import chain_of
from cms.editorial.urgent.releasing import release
from cms.languages.following import rename_translations
from cms.pages.news.models import NewsPage
from tests.cms.editorial.gate.past_the_gate import past_the_gate
from tests.factories.english import publish_english, translate
from tests.factories.pages import NewsIndexPageFactory, StandardPageFactory
from tests.factories.review import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.gate]


@pytest.fixture(autouse=True)
def only_approvals_are_needed(monkeypatch):
    monkeypatch.setattr(requirements, "_requirements", [])


@pytest.fixture
def source(desk: Desk) -> NewsPage:
    page = desk.draft()
    desk.approve_all(page)
    return NewsPage.objects.get(pk=page.pk)


@pytest.fixture
def page(desk: Desk, source: NewsPage) -> NewsPage:
    """Written by the editor, approved by two people."""
    for code in ("zh-hant", "en"):
        Locale.objects.get_or_create(language_code=code)
    with shipped():
        column = publish_english(desk.column)
    english = translate(source)
    Translation.objects.get(source__object_id=source.translation_key).save_target(user=desk.editor, publish=False)
    WorkflowPage.objects.create(page=column, workflow=desk.workflow)
    desk.approve_all(english)
    return NewsPage.objects.get(pk=english.pk)


def give_address(source: NewsPage, slug: str) -> None:
    with shipped():
        source.slug = slug
        source.save()
    rename_translations(source)


def assert_stands_on_its_approvals(desk: Desk, page: NewsPage) -> None:
    """At a ground that says so; who answers for it are the same two people."""
    open_one = Clearance.objects.of(page).open().get()
    assert open_one.basis == "readdressed"
    chain = chain_of(page)
    assert [approval.approver for approval in chain.approvals] == [desk.reviewer, desk.checker]
    assert chain.editors == (desk.editor,)


def test_an_english_page_at_its_sources_new_address_stands_on_its_approvals(
    desk: Desk, source: NewsPage, page: NewsPage, django_capture_on_commit_callbacks
):
    for slug in ("new-address", "newer-address"):
        with django_capture_on_commit_callbacks(execute=True):
            desk.approve_all(desk.change(source, slug=slug))
        page.refresh_from_db()
        assert (page.slug, page.live, page.title) == (slug, True, "English 1")
        assert_stands_on_its_approvals(desk, page)
        assert past_the_gate() == []


def test_an_english_page_that_needs_another_address_where_it_moves_stands_on_its_approvals(
    desk: Desk, source: NewsPage, page: NewsPage
):
    with shipped():
        other = NewsIndexPageFactory(parent=desk.family.lichuan.root_page, slug="other")
        StandardPageFactory(parent=publish_english(other), slug=page.slug, locale=page.locale)
    source.move(other, pos="last-child")
    page.refresh_from_db()
    assert (page.slug, page.live) == (f"{source.slug}-1", True)
    assert_stands_on_its_approvals(desk, page)
    assert past_the_gate() == []


def test_approvals_that_are_on_their_way_stand_when_the_source_gets_another_address(
    desk: Desk, source: NewsPage, page: NewsPage
):
    desk.submit(desk.change(page, title="Thick mist"))
    desk.decide(page, desk.reviewer)
    give_address(source, "new-address")
    desk.decide(page, desk.checker)
    page.refresh_from_db()
    assert page.title == "Thick mist"
    assert Clearance.objects.of(page).open().get().basis == "approved"
    assert past_the_gate() == []


def test_an_urgent_english_page_stays_urgent_at_its_sources_new_address(desk: Desk, source: NewsPage, page: NewsPage):
    release(desk.change(page, title="Danger"), desk.root, "danger")
    give_address(source, "new-address")
    assert Clearance.objects.of(page).open().get().basis == "urgent"
    assert past_the_gate() == []


def readdress(page: NewsPage) -> None:
    """As somebody would write it who can write to the database."""
    Clearance.objects.of(page).end()
    Clearance.objects.create(
        translation_key=page.translation_key,
        locale=page.locale,
        fingerprint=fingerprint(page),
        basis="readdressed",
        revision_id=page.live_revision_id,
        line=line_of(page),
    )


def test_other_words_under_the_name_of_a_new_address_are_found(page: NewsPage):
    NewsPage.objects.filter(pk=page.pk).update(summary="Nobody has read this.")
    readdress(NewsPage.objects.get(pk=page.pk))
    assert [finding for finding in past_the_gate() if page.title in finding]


def test_what_nobody_has_approved_has_no_new_address_either(desk: Desk):
    with pytest.raises(IntegrityError, match="two people"), transaction.atomic():
        readdress(desk.draft())
