"""The admin speaks the language that its user has chosen: Chinese unless she says otherwise."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from tests.factories.pages import NewsIndexPageFactory
from tests.factories.sites import make_family

pytestmark = pytest.mark.django_db
SCREENS = {
    "new page": ("Writing", "撰写"),
    "topics": ("Topics", "主题"),
    "home page": ("Motto", "主题语"),
}


@pytest.fixture
def addresses() -> dict[str, str]:
    home = make_family().prefecture.root_page
    column = NewsIndexPageFactory(parent=home)
    return {
        "new page": reverse("wagtailadmin_pages:add", args=["news", "newspage", column.pk]),
        "topics": reverse("wagtailsnippets_news_topic:list"),
        "home page": reverse("wagtailadmin_pages:edit", args=[home.pk]),
    }


def editor(language: str) -> Client:
    user = get_user_model().objects.create_superuser("editor", "editor@example.com", "a long pass phrase")
    UserProfile.objects.create(user=user, preferred_language=language)
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize(("language", "spoken"), [("en", 0), ("zh-hans", 1), ("", 1)])
def test_screens_speak_the_users_language(addresses, screen, language, spoken):
    html = editor(language).get(addresses[screen]).content.decode()
    assert SCREENS[screen][spoken] in html
    assert SCREENS[screen][not spoken] not in re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)


def test_the_language_of_the_admin_is_not_that_of_the_sites(addresses):
    client = editor("en")
    client.get(addresses["new page"])
    assert '<html lang="zh-Hans"' in client.get("/").content.decode()


def test_editors_may_choose_between_chinese_and_english():
    html = editor("en").get(reverse("wagtailadmin_account")).content.decode()
    choices = re.search(r'<select name="locale-preferred_language".*?</select>', html, re.DOTALL)[0]
    assert re.findall(r'value="([\w-]+)"', choices) == ["en", "zh-hans"]
