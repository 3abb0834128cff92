"""What happens to a page happens to its translations and aliases; what happens to a translation stays with it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, PageViewRestriction

from cms.languages.models import SentenceLock
from cms.pages.standard.models import SectionPage
from tests.factories.pages import SectionPageFactory, StandardPageFactory
from tests.factories.translations import english, in_language, publish, traditional


@pytest.fixture
def section(trilingual) -> SectionPage:
    return publish(SectionPageFactory(parent=trilingual.lichuan.root_page, slug="about"))


@pytest.fixture
def page(section):
    """In three languages."""
    page = publish(StandardPageFactory(parent=section, slug="contact", title="联系"))
    english(page)
    return page


@pytest.fixture
def other(trilingual) -> SectionPage:
    """In Chinese only."""
    return publish(SectionPageFactory(parent=trilingual.lichuan.root_page, slug="other"))


def translations(page: Page) -> list[Page]:
    return [traditional(page), in_language(page, "en")]


def status(host: str, path: str) -> int:
    return Client(SERVER_NAME=host).get(path).status_code


# Taken off


def test_unpublishing_takes_all_translations_down_and_says_so(page):
    page.unpublish()
    assert [each.live for each in translations(page)] == [False, False]
    for each in translations(page):
        assert PageLogEntry.objects.get(page=each.pk, action="languages.unpublish_with_source").message


def test_the_admins_unpublishing_of_a_subtree_reaches_the_translations_of_every_page(page, section, admin_user):
    client = Client(SERVER_NAME="localhost")
    client.force_login(admin_user)
    why = {"reason": "error", "explanation": "地名写错了"}
    client.post(reverse("wagtailadmin_pages:unpublish", args=[section.pk]), why)
    assert not any(each.live for each in [*translations(section), *translations(page)])


def test_expiry_reaches_them(page):
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")
    assert [(each.live, each.expired) for each in translations(page)] == [(False, True), (False, True)]


def test_a_version_that_waits_for_its_hour_does_not_go_live_after_the_source_is_off(page):
    draft = in_language(page, "en")
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    revision = draft.save_revision(approved_go_live_at=draft.go_live_at)
    page.unpublish()
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None


def test_published_again_the_traditional_page_comes_back_and_the_english_one_does_not(page):
    page.unpublish()
    publish(page)
    assert [each.live for each in translations(page)] == [True, False]


def test_a_translation_that_is_taken_off_alone_leaves_its_source_alone(page):
    in_language(page, "en").unpublish()
    traditional(page).unpublish()
    assert type(page).objects.get(pk=page.pk).live


def test_aliases_of_translations_are_taken_down(page, other):
    alias = in_language(page, "en").create_alias(parent=in_language(other, "en") or english(other), update_slug="alias")
    page.unpublish()
    assert not Page.objects.get(pk=alias.pk).live


def test_an_alias_in_the_source_language_has_a_traditional_page_that_follows(page, other):
    alias = page.create_alias(parent=other, update_slug="alias")
    publish(page, title="里面")
    assert traditional(alias).title == "裡面"
    page.unpublish()
    assert not traditional(alias).live


# Address


def test_a_new_slug_is_the_slug_in_every_language(page, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        publish(page, slug="reach-us")
    assert [each.slug for each in translations(page)] == ["reach-us", "reach-us"]


def test_old_addresses_redirect_in_every_language(page, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        publish(page, slug="reach-us")
    for prefix in ("", "/zh-hant", "/en"):
        assert Redirect.objects.filter(old_path=f"{prefix}/about/contact").exists(), prefix
        assert status("lichuan.localhost", f"{prefix}/about/reach-us/") == 200


def test_a_new_slug_of_a_column_moves_what_lies_below_its_translations(
    page, section, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        publish(section, slug="ueber")
    assert [each.url_path.split("/")[-3:-1] for each in translations(page)] == [["ueber", "contact"]] * 2


def test_a_slug_that_a_foreign_page_holds_is_numbered(page, django_capture_on_commit_callbacks):
    StandardPageFactory(
        parent=in_language(page, "en").get_parent(), slug="reach-us", locale=in_language(page, "en").locale
    )
    with django_capture_on_commit_callbacks(execute=True):
        publish(page, slug="reach-us")
    assert in_language(page, "en").slug == "reach-us-1"


def test_a_slug_given_to_a_translation_does_not_reach_the_source(page, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        translation = in_language(page, "en")
        translation.slug = "own"
        translation.save()
    assert type(page).objects.get(pk=page.pk).slug == "contact"


# Place


def test_a_move_takes_the_translations_below_those_of_the_new_parent(page, other):
    english(other)
    page.move(other, pos="last-child")
    for code, each in zip(("zh-hant", "en"), translations(page), strict=True):
        assert each.get_parent().specific == in_language(other, code)
        assert each.live
    assert status("lichuan.localhost", "/zh-hant/about/contact/") in (301, 404)
    assert status("lichuan.localhost", "/zh-hant/other/contact/") == 200
    assert not any(Page.find_problems())


def test_below_a_parent_that_nobody_has_translated_the_english_page_goes_off(page, other):
    page.move(other, pos="last-child")
    translation = in_language(page, "en")
    assert not translation.live
    assert translation.get_parent().translation_key == other.translation_key
    assert not translation.get_parent().live
    assert status("lichuan.localhost", "/en/about/contact/") in (301, 404)
    assert traditional(page).live


def test_a_new_order_is_the_order_in_every_language(page, section):
    second = publish(StandardPageFactory(parent=section, slug="second"))
    english(second)
    second.move(page, pos="left")
    for code in ("zh-hant", "en"):
        children = in_language(section, code).get_children().order_by("path")
        assert [child.slug for child in children] == ["second", "contact"]
    Page.objects.get(pk=second.pk).move(section, pos="last-child")
    for code in ("zh-hant", "en"):
        children = in_language(section, code).get_children().order_by("path")
        assert [child.slug for child in children] == ["contact", "second"]


def test_a_translation_that_is_moved_alone_leaves_its_source_alone(page, other):
    in_language(page, "en").move(english(other), pos="last-child")
    assert type(page).objects.get(pk=page.pk).get_parent().slug == "about"


# Gone


def test_deleting_takes_translations_aliases_and_locks_along(page, other):
    alias = page.create_alias(parent=other, update_slug="alias")
    publish(page)
    SentenceLock.objects.create(translation_key=page.translation_key, source="联系", traditional="聯絡")
    keys = [page.translation_key, alias.translation_key]
    page.delete()
    assert not Page.objects.filter(translation_key__in=keys).exists()
    assert not SentenceLock.objects.exists()
    assert not any(Page.find_problems())


@pytest.mark.parametrize("way", ["subtree", "queryset", "both_languages"])
def test_nothing_is_left_of_a_deleted_subtree(page, section, way):
    if way == "subtree":
        section.delete()
    elif way == "queryset":
        Page.objects.filter(pk=section.pk).delete()
    else:
        Page.objects.filter(translation_key=section.translation_key).delete()
    assert not Page.objects.filter(translation_key__in=[page.translation_key, section.translation_key]).exists()
    assert not any(Page.find_problems())
    assert status("lichuan.localhost", "/en/about/contact/") == 404


def test_a_deleted_translation_leaves_its_source_alone(page):
    in_language(page, "en").delete()
    assert type(page).objects.get(pk=page.pk).live


def test_deletions_are_logged_for_every_page(page, admin_user):
    numbers = [each.pk for each in translations(page)]
    page.delete(user=admin_user)
    assert PageLogEntry.objects.filter(page__in=numbers, action="wagtail.delete").count() == 2


# Behind a password


def test_a_restriction_reaches_the_translations_and_goes_with_the_sources(page):
    restriction = PageViewRestriction(page=page, restriction_type="groups")
    restriction.save()
    restriction.groups.add(Group.objects.create(name="同事"))
    for each in translations(page):
        copy = PageViewRestriction.objects.get(page=each)
        assert [group.name for group in copy.groups.all()] == ["同事"]
    restriction.restriction_type = "login"
    restriction.save()
    assert status("lichuan.localhost", "/zh-hant/about/contact/") == 302
    restriction.delete()
    assert not PageViewRestriction.objects.exists()


def test_a_copy_for_translation_is_as_private_as_its_source(section):
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    translation = english(section)
    assert PageViewRestriction.objects.get(page=translation).restriction_type == "login"


# By hand


@pytest.mark.parametrize("view", ["delete", "unpublish", "copy", "add_subpage"])
def test_the_admin_leaves_traditional_pages_to_their_source(page, section, admin_user, view):
    client = Client(SERVER_NAME="localhost")
    client.force_login(admin_user)
    derived = traditional(section)
    if view == "add_subpage":
        address = reverse("wagtailadmin_pages:add", args=["standard", "standardpage", derived.pk])
    else:
        address = reverse(f"wagtailadmin_pages:{view}", args=[derived.pk])
    # A recall asks for its reason first, and takes the source along.
    assert client.post(address).status_code == (200 if view == "unpublish" else 302)
    assert traditional(section).live
    assert traditional(section).get_children().count() == 1


def test_the_admin_moves_nothing_between_languages(page, section, admin_user):
    client = Client(SERVER_NAME="localhost")
    client.force_login(admin_user)
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, traditional(section).pk])
    assert client.post(address).status_code == 302
    assert type(page).objects.get(pk=page.pk).get_parent().slug == "about"


def test_bulk_actions_leave_them_alone(page, admin_user):
    client = Client(SERVER_NAME="localhost")
    client.force_login(admin_user)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    client.post(f"{address}?id={traditional(page).pk}", {"wagtail_bulk_confirm": "yes"})
    assert traditional(page) is not None


def test_traditional_characters_are_no_language_to_translate_into(section, admin_user):
    draft = StandardPageFactory(parent=section, live=False)
    client = Client(SERVER_NAME="localhost")
    client.force_login(admin_user)
    address = reverse("wagtail_localize:submit_page_translation", args=[draft.pk])
    html = client.get(address).content.decode()
    locale = traditional(section).locale_id
    assert f'name="locales" value="{locale}"' not in html
    client.post(address, {"locales": [locale]})
    assert traditional(draft) is None


def test_no_form_of_the_admin_makes_a_tree(trilingual, admin_user):
    client = Client(SERVER_NAME="localhost")
    client.force_login(admin_user)
    locale = trilingual.lichuan.root_page.locale
    for address in (reverse("wagtaillocales:index"), reverse("wagtaillocales:edit", args=[locale.pk])):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "sync_from" not in answer.content.decode()
