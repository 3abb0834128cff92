"""Where the page explorer begins: with the home pages that somebody works on, one for each language they write in."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.pages.standard.models import HomePage


def listed(username: str) -> set[int]:
    client = Client(SERVER_NAME="localhost")
    client.force_login(get_user_model().objects.get(username=username))
    response = client.get(reverse("wagtailadmin_explore_root"))
    return {page.pk for page in response.context["pages"]}


def homes(slug: str, *languages: str) -> set[int]:
    source = HomePage.objects.get(slug=slug, locale__language_code="zh-hans")
    pages = Page.objects.filter(translation_key=source.translation_key, locale__language_code__in=languages)
    return set(pages.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("username", "slug"),
    [("lichuan-editor", "lichuan"), ("badong-admin", "badong"), ("prefecture-editor", "enshi-zhou")],
)
def test_everybody_begins_with_their_own_chinese_and_english_home_page(nine_sites, username, slug):
    assert listed(username) == homes(slug, "zh-hans", "en")


def test_a_superuser_begins_with_the_home_pages_of_the_prefecture(nine_sites):
    assert listed("admin") == homes("enshi-zhou", "zh-hans", "zh-hant", "en")
