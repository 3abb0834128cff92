"""Sentences whose traditional form a person has written: the screen, who may see and change what, and later edits."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, Site

from cms.editorial.gate.fingerprints import fingerprint, same_content
from cms.languages.correction import field_name
from cms.languages.derive import derive
from cms.languages.models import SentenceLock
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory
from tests.factories.sites import works_for
from tests.factories.translations import english, publish, traditional

FIRST, SECOND = "第一句话在里面。", "第二句话在后面。"


@pytest.fixture
def page(trilingual):
    column = NewsIndexPageFactory(parent=trilingual.lichuan.root_page, slug="news")
    page = NewsPageFactory(parent=column, title="题目", body=[("paragraph", f"<p>{FIRST}{SECOND}</p>")])
    return publish(page)


def someone(home: Page, *actions: str) -> Client:
    group = Group.objects.create(name=f"{home.slug} {actions}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for action in actions:
        permission = Permission.objects.get(codename=f"{action}_page")
        GroupPagePermission.objects.create(group=group, page=home, permission=permission)
    user = get_user_model().objects.create_user(f"{home.slug}-{'-'.join(actions)}", password="x")
    user.groups.add(group)
    works_for(group, Site.objects.get(root_page=home))
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


@pytest.fixture
def editor(trilingual) -> Client:
    return someone(trilingual.lichuan.root_page, "change")


@pytest.fixture
def publisher(trilingual) -> Client:
    return someone(trilingual.lichuan.root_page, "change", "publish")


def screen(page: Page) -> str:
    return reverse("languages_correction", args=[page.pk])


def correct(client: Client, page: Page, sentence: str, text: str) -> None:
    assert client.post(screen(page), {field_name(sentence): text}).status_code == 302


def body(page: Page) -> str:
    return traditional(page).body[0].value.source


def body_of(*sentences: str):
    return [("paragraph", f"<p>{''.join(sentences)}</p>")]


def test_the_screen_lists_each_sentence_with_its_conversion(page, editor):
    html = editor.get(screen(page)).content.decode()
    assert all(text in html for text in (FIRST, SECOND, "第一句話在裡面。", "第二句話在後面。"))
    assert html.count(f'name="{field_name(FIRST)}"') == 1


def test_a_correction_is_public_with_the_next_publication(page, publisher):
    correct(publisher, page, FIRST, "第一句，我自己寫的。")
    publish(page)
    assert body(page) == "<p>第一句，我自己寫的。第二句話在後面。</p>"
    lock = SentenceLock.objects.get()
    assert (lock.source, lock.waits, str(lock.locked_by)) == (FIRST, False, "lichuan-change-publish")


def test_a_correction_holds_when_other_sentences_change(page, publisher):
    correct(publisher, page, FIRST, "我自己寫的。")
    publish(page, body=body_of("新的开头。", FIRST, "后来的话。"))
    assert body(page) == "<p>新的開頭。我自己寫的。後來的話。</p>"


def test_a_correction_by_an_editor_waits_for_the_publication(page, editor):
    correct(editor, page, FIRST, "我自己寫的。")
    derive(page)
    assert body(page) == "<p>第一句話在裡面。第二句話在後面。</p>"
    publish(page)
    assert body(page) == "<p>我自己寫的。第二句話在後面。</p>"


def test_an_editor_cannot_change_what_is_public_by_unlocking_either(page, editor, publisher):
    correct(publisher, page, FIRST, "我自己寫的。")
    publish(page)
    correct(editor, page, FIRST, "")
    derive(page)
    assert body(page).startswith("<p>我自己寫的。")
    publish(page)
    assert body(page).startswith("<p>第一句話在裡面。")
    assert not SentenceLock.objects.exists()


def test_an_editors_second_thought_replaces_the_first(page, editor):
    correct(editor, page, FIRST, "一稿。")
    correct(editor, page, FIRST, "二稿。")
    assert [lock.traditional for lock in SentenceLock.objects.all()] == ["二稿。"]
    correct(editor, page, FIRST, "")
    assert not SentenceLock.objects.exists()


def test_who_may_handle_live_pages_waits_as_well(page, editor, publisher):
    correct(editor, page, FIRST, "我自己寫的。")
    assert "我自己寫的。" in publisher.get(screen(page)).content.decode()
    correct(publisher, page, SECOND, "第二句也是。")
    derive(page)
    assert body(page) == "<p>第一句話在裡面。第二句話在後面。</p>"


def test_a_correction_is_part_of_what_is_approved(page, editor):
    before = fingerprint(page)
    correct(editor, page, FIRST, "我自己寫的。")
    assert fingerprint(page) != before
    assert same_content(fingerprint(page), before)


@pytest.mark.parametrize("text", ["", "   ", "第一句話在裡面。"])
def test_an_emptied_field_or_the_conversions_own_text_unlocks(page, publisher, text):
    correct(publisher, page, FIRST, "我自己寫的。")
    correct(publisher, page, FIRST, text)
    assert not SentenceLock.objects.exists()
    assert body(page).startswith("<p>第一句話在裡面。")


def test_the_unlock_button_unlocks_one_sentence_and_saves_nothing_else(page, publisher):
    correct(publisher, page, FIRST, "我自己寫的。")
    publisher.post(screen(page), {"unlock": field_name(FIRST), field_name(SECOND): "沒有保存。"})
    assert not SentenceLock.objects.exists()


def test_markup_in_a_correction_is_text(page, publisher):
    correct(publisher, page, FIRST, "<b>粗</b>")
    publish(page)
    assert body(page).startswith("<p>&lt;b&gt;粗&lt;/b&gt;第二句")


def test_a_title_can_be_corrected(page, publisher):
    correct(publisher, page, "题目", "標題")
    publish(page)
    assert traditional(page).title == "標題"
    assert traditional(page).live_revision.content["title"] == "標題"


def test_a_lock_whose_sentence_changed_is_listed_with_the_most_similar_sentence(page, publisher):
    correct(publisher, page, FIRST, "我自己寫的。")
    publish(page, body=body_of("第一句话还在里面。", SECOND))
    html = publisher.get(screen(page)).content.decode()
    assert "我自己寫的。" in html
    assert re.search(r'name="take_over"\s+value="\d+"', html)
    assert html.index("第一句话还在里面。") < html.index(f'name="{field_name(SECOND)}"')


def test_it_can_be_carried_over(page, publisher):
    correct(publisher, page, FIRST, "我自己寫的。")
    page = publish(page, body=body_of("第一句话还在里面。", SECOND))
    publisher.post(screen(page), {"take_over": SentenceLock.objects.get().pk})
    assert SentenceLock.objects.get().source == "第一句话还在里面。"
    publish(page)
    assert body(page).startswith("<p>我自己寫的。")


def test_it_can_be_dropped(page, publisher):
    correct(publisher, page, FIRST, "我自己寫的。")
    publish(page, body=body_of(SECOND))
    publisher.post(screen(page), {"drop": SentenceLock.objects.get().pk})
    assert not SentenceLock.objects.exists()


def test_a_lock_in_use_can_be_dropped_by_no_button(page, editor, publisher):
    correct(publisher, page, FIRST, "我自己寫的。")
    assert editor.post(screen(page), {"drop": SentenceLock.objects.get().pk}).status_code == 404
    assert SentenceLock.objects.exists()


def test_another_countys_page_is_not_found(page, trilingual):
    stranger = someone(trilingual.enshi.root_page, "change", "publish")
    assert stranger.get(screen(page)).status_code == 404
    assert stranger.post(screen(page), {field_name(FIRST): "改"}).status_code == 404
    assert not SentenceLock.objects.exists()


def test_a_page_that_is_not_online_is_corrected_in_its_draft(page, publisher):
    page.unpublish()
    page.title = "草稿题目"
    page.save_revision()
    html = publisher.get(screen(page)).content.decode()
    assert "草稿题目" in html
    correct(publisher, page, "草稿题目", "草稿標題")
    assert SentenceLock.objects.get().waits


def test_the_editor_of_a_traditional_page_is_this_screen(page, admin_user):
    client = Client(SERVER_NAME="localhost")
    client.force_login(admin_user)
    derived = traditional(page)
    for method in (client.get, client.post):
        answer = method(reverse("wagtailadmin_pages:edit", args=[derived.pk]))
        assert (answer.status_code, answer.url) == (302, screen(derived))
    assert FIRST in client.get(screen(derived)).content.decode()


def test_the_menu_of_a_page_leads_to_the_screen(page, editor):
    assert screen(page) in editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def test_an_english_page_leads_to_the_screen_of_its_source(page, admin_user):
    client = Client(SERVER_NAME="localhost")
    client.force_login(admin_user)
    assert FIRST in client.get(screen(english(page))).content.decode()


def test_the_report_lists_changed_locks_of_the_own_site_only(page, trilingual, editor, publisher):
    correct(publisher, page, FIRST, "我自己寫的。")
    report = reverse("languages_changed_locks")
    assert "我自己寫的。" not in editor.get(report).content.decode()
    publish(page, body=body_of(SECOND))
    html = editor.get(report).content.decode()
    assert all(text in html for text in ("我自己寫的。", "题目", "利川市", "lichuan-change-publish", screen(page)))
    stranger = someone(trilingual.enshi.root_page, "change", "publish")
    assert "我自己寫的。" not in stranger.get(report).content.decode()
