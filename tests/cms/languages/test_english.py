"""English pages: drafts until every sentence is a person's, and in step with the Chinese."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cms.languages.english import begin, english_of, write
from cms.languages.english_state import State, chinese_with_state, obstacles
from cms.pages.news.models import NewsIndexPage, NewsPage
from tests.factories.english import publish_english, sentences_of, translate
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory, TopicFactory
from tests.factories.sites import Family, make_family, works_for


@pytest.fixture
def family(db) -> Family:
    Locale.objects.get_or_create(language_code="en")
    return make_family()


@pytest.fixture
def news(family) -> NewsPage:
    column = NewsIndexPageFactory(parent=family.lichuan.root_page, slug="news")
    return NewsPageFactory(
        parent=column, slug="fog", body=[("paragraph", "<p>清晨的雾。</p><p>午后的光。</p>")], topics=[TopicFactory()]
    )


@pytest.fixture
def client(admin_user) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(admin_user)
    return client


def edit_address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def state_of(page: Page) -> str:
    return chinese_with_state(page).state


def publish_again(page: NewsPage, **values) -> NewsPage:
    page = NewsPage.objects.get(pk=page.pk)
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return NewsPage.objects.get(pk=page.pk)


def paragraphs(*texts: str):
    return [{"type": "paragraph", "id": "one", "value": "".join(f"<p>{text}</p>" for text in texts)}]


def test_beginning_makes_drafts_of_the_page_and_of_those_above_it(news):
    english = begin(news)
    pages = Page.objects.filter(locale__language_code="en")
    assert [page.url_path for page in pages.order_by("path")] == [
        "/family-en/",
        "/family-en/lichuan/",
        "/family-en/lichuan/news/",
        "/family-en/lichuan/news/fog/",
    ]
    assert not pages.filter(live=True).exists()
    assert not pages.exclude(alias_of=None).exists()
    assert Translation.objects.count() == pages.count()
    assert begin(news).pk == english.pk


def test_translations_stand_in_the_order_of_their_sources(family):
    columns = [NewsIndexPageFactory(parent=family.lichuan.root_page, slug=slug) for slug in ("first", "second")]
    for column in reversed(columns):
        begin(column)
    assert list(english_of(family.lichuan.root_page).get_children().values_list("slug", flat=True)) == [
        "first",
        "second",
    ]


def test_a_live_alias_that_somebody_makes_for_english_becomes_a_draft_at_once(news):
    news.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True, alias=True)
    made = Page.objects.filter(locale__language_code="en")
    assert made.count() == 4
    assert not made.filter(live=True).exists()
    assert not made.exclude(alias_of=None).exists()
    publish_again(news, title="新的标题")
    assert not made.filter(live=True).exists()


def test_an_english_page_cannot_be_published_in_any_way_while_a_sentence_is_missing(news):
    publish_english(news.get_parent())
    english = translate(news)
    StringTranslation.objects.filter(context__path="title", context__object=news.translation_key).delete()
    Translation.objects.get(source__object_id=news.translation_key).save_target(publish=False)
    with pytest.raises(PermissionDenied, match="1"):
        english.specific.get_latest_revision().publish()
    assert not english_of(news).live


def test_the_editor_says_how_many_sentences_are_missing_and_keeps_what_is_there(news, client):
    publish_english(news.get_parent())
    english = begin(news)
    first, *others = sentences_of(english)
    write(first, "Fog in the canyon")
    response = client.post(edit_address(english), {"action": "publish"}, follow=True)
    assert str(len(others)) in messages_of(response)
    assert not english_of(news).live
    assert StringTranslation.objects.get(context=first.context).data == "Fog in the canyon"


def messages_of(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_machine_made_sentences_hold_up_publication_until_a_person_has_confirmed_each(news, client):
    publish_english(news.get_parent())
    english = translate(news, machine=True)
    count = len(sentences_of(english))
    client.post(edit_address(english), {"action": "publish"})
    assert not english_of(news).live
    assert chinese_with_state(english).unconfirmed == count

    address = reverse("english_confirm", args=[english.pk])
    assert client.get(address).content.decode().count('type="checkbox"') == count
    first, *others = sentences_of(english)
    answers = {f"english-{segment.pk}": f"Read {number}" for number, segment in enumerate([first, *others])}
    client.post(address, {**answers, "confirmed": [first.pk]})
    assert chinese_with_state(english).unconfirmed == count - 1
    client.post(address, {**answers, "confirmed": [segment.pk for segment in others]})
    assert obstacles(english) == []
    Translation.objects.get(source__object_id=news.translation_key).save_target(publish=False)
    english.specific.get_latest_revision().publish()
    page = NewsPage.objects.get(pk=english.pk)
    assert page.live
    assert page.title == "Read 0"


def test_a_page_below_one_that_is_not_yet_english_waits_for_it(news):
    english = translate(news)
    assert len(obstacles(english)) == 1
    assert english.get_parent().draft_title in obstacles(english)[0]


def test_what_is_off_the_web_in_chinese_does_not_go_live_in_english(news):
    publish_english(news.get_parent())
    english = translate(news)
    assert obstacles(english) == []
    Page.objects.filter(pk=news.pk).update(live=False)
    assert len(obstacles(english)) == 1


def test_a_published_translation_has_english_texts_and_the_sources_everything_else(news):
    english = publish_english(news)
    assert english.live
    assert english.slug == news.slug
    assert english.title.startswith("English")
    assert "雾" not in english.body[0].value.source
    assert list(english.topics.all()) == list(news.topics.all())


def test_a_new_sentence_leaves_the_english_of_the_others_and_the_live_page_alone(news):
    news = publish_again(news, body=paragraphs("清晨的雾。", "午后的光。"))
    english = publish_english(news)
    before = english.body[0].value.source
    assert state_of(news) == State.TRANSLATED
    publish_again(news, body=paragraphs("清晨的雾。", "夜里的星。", "午后的光。"))
    chinese = chinese_with_state(english)
    assert (chinese.state, chinese.untranslated) == (State.BEHIND, 1)
    live = NewsPage.objects.get(pk=english.pk)
    assert live.live
    assert live.body[0].value.source == before


def test_publishing_the_chinese_without_a_change_makes_nothing_behind(news):
    publish_english(news)
    as_of = TranslationSource.objects.get(object_id=news.translation_key).last_updated_at
    publish_again(news)
    assert TranslationSource.objects.get(object_id=news.translation_key).last_updated_at == as_of
    assert state_of(news) == State.TRANSLATED


def test_a_sentence_that_was_taken_out_asks_for_publishing_the_english_again(news, client):
    news = publish_again(news, body=paragraphs("清晨的雾。", "午后的光。"))
    english = publish_english(news)
    publish_again(news, body=paragraphs("清晨的雾。"))
    chinese = chinese_with_state(english)
    assert (chinese.state, chinese.untranslated) == (State.BEHIND, 0)
    for page in (english, news):
        response = client.get(edit_address(page))
        assert response.status_code == 200
        assert len(response.context["messages"]) == 1


def test_a_page_that_is_up_to_date_shows_no_notice(news, client):
    english = publish_english(news)
    for page in (english, news):
        assert len(client.get(edit_address(page)).context["messages"]) == 0


def test_the_first_page_of_the_admin_lists_what_is_behind(news, client):
    english = publish_english(news)
    heading = "english-behind"
    assert heading not in client.get(reverse("wagtailadmin_home")).content.decode()
    publish_again(news, title="雾又起了")
    text = client.get(reverse("wagtailadmin_home")).content.decode()
    assert heading in text
    assert edit_address(english) in text


def test_submitting_asks_first_and_then_leads_to_the_english_editor(news, client):
    address = reverse("wagtail_localize:submit_page_translation", args=[news.pk])
    assert client.get(address).status_code == 200
    assert english_of(news) is None
    response = client.post(address)
    assert response["Location"] == edit_address(english_of(news))
    assert client.get(response["Location"]).status_code == 200
    assert client.get(address)["Location"] == response["Location"]


def test_a_draft_is_not_translated(news, client):
    Page.objects.filter(pk=news.pk).update(live=False)
    client.post(reverse("wagtail_localize:submit_page_translation", args=[news.pk]))
    assert english_of(news) is None


@pytest.mark.parametrize("action", ["stop_translation", "convert_to_alias"])
def test_nobody_cuts_an_english_page_off_from_the_chinese(news, client, action):
    english = publish_english(news)
    number = (
        english.pk
        if action == "convert_to_alias"
        else Translation.objects.get(source__object_id=news.translation_key).pk
    )
    response = client.post(reverse(f"wagtail_localize:{action}", args=[number]), {"confirm": "yes"})
    assert response["Location"] == edit_address(english)
    assert Translation.objects.get(source__object_id=news.translation_key).enabled
    assert Page.objects.get(pk=english.pk).alias_of_id is None


def test_syncing_by_hand_publishes_nothing(news, client):
    english = publish_english(news)
    source = TranslationSource.objects.get(object_id=news.translation_key)
    publish_again(news, title="雾又起了")
    response = client.post(
        reverse("wagtail_localize:update_translations", args=[source.pk]), {"publish_translations": "on"}
    )
    assert response["Location"] == edit_address(english)
    assert NewsPage.objects.get(pk=english.pk).title == english.title


@pytest.fixture
def stranger(family, django_user_model) -> Client:
    """An editor of the other county who may translate there."""
    group = Group.objects.create(name="恩施市编辑")
    user = django_user_model.objects.create_user("stranger", "stranger@example.com", "stranger")
    user.groups.add(group)
    works_for(group, family.enshi)
    add_permissions(group, "wagtailadmin.access_admin", "wagtail_localize.submit_translation")
    english_home = begin(family.enshi.root_page)
    for page in (family.enshi.root_page, english_home):
        for name in ("add_page", "change_page"):
            GroupPagePermission.objects.create(group=group, page=page, permission=permission("wagtailcore", name))
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def permission(app_label: str, codename: str):
    from django.contrib.auth.models import Permission

    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def add_permissions(group: Group, *names: str) -> None:
    group.permissions.add(*(permission(*name.split(".")) for name in names))


def test_another_countys_translations_do_not_exist(news, stranger):
    english = publish_english(news)
    translation = Translation.objects.get(source__object_id=news.translation_key)
    segment = sentences_of(english)[0]
    get, post = stranger.get, stranger.post
    answers = {
        "submit": get(reverse("wagtail_localize:submit_page_translation", args=[news.pk])),
        "begin": post(reverse("wagtail_localize:submit_page_translation", args=[news.pk])),
        "update": post(reverse("wagtail_localize:update_translations", args=[translation.source_id])),
        "download": get(reverse("wagtail_localize:download_pofile", args=[translation.pk])),
        "upload": post(reverse("wagtail_localize:upload_pofile", args=[translation.pk])),
        "machine": post(reverse("wagtail_localize:machine_translate", args=[translation.pk])),
        "stop": post(reverse("wagtail_localize:stop_translation", args=[translation.pk])),
        "alias": post(reverse("wagtail_localize:convert_to_alias", args=[english.pk])),
        "confirm": get(reverse("english_confirm", args=[english.pk])),
    }
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 404)
    for address in (
        edit_address(english),
        reverse("wagtail_localize:preview_translation", args=[translation.pk]),
    ):
        assert get(address).status_code == 404
    edit = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    assert stranger.put(edit, "value=Stolen", content_type="application/x-www-form-urlencoded").status_code == 404
    assert not StringTranslation.objects.filter(data="Stolen").exists()


def test_at_home_the_same_editor_begins_a_translation_but_does_not_publish_it(family, stranger):
    column = NewsIndexPageFactory(parent=family.enshi.root_page, slug="news")
    response = stranger.post(reverse("wagtail_localize:submit_page_translation", args=[column.pk]))
    english = english_of(column)
    assert response["Location"] == edit_address(english)
    publish_english(family.enshi.root_page)
    translate(column)
    stranger.post(edit_address(english), {"action": "publish"})
    assert not NewsIndexPage.objects.get(pk=english.pk).live


def test_editors_without_the_right_to_translate_are_refused(family, stranger):
    Group.objects.get(name="恩施市编辑").permissions.remove(permission("wagtail_localize", "submit_translation"))
    column = NewsIndexPageFactory(parent=family.enshi.root_page, slug="news")
    response = stranger.post(reverse("wagtail_localize:submit_page_translation", args=[column.pk]))
    assert response["Location"] == reverse("wagtailadmin_home")
    assert english_of(column) is None
