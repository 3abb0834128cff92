"""The report on English: who sees which pages, in which state, and as a file."""

import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import GroupPagePermission, Locale, Page, Site

from cms.languages.english import begin
from cms.pages.news.models import NewsIndexPage, NewsPage
from tests.factories.english import publish_english, translate
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory
from tests.factories.sites import Family, make_family, works_for


@pytest.fixture
def family(db) -> Family:
    """Lichuan with a page in each state, Enshi with one that nobody has begun."""
    Locale.objects.get_or_create(language_code="en")
    family = make_family()
    column = NewsIndexPageFactory(parent=family.lichuan.root_page, slug="news")
    publish_english(column)
    pages = {
        name: NewsPageFactory(parent=column, slug=name, title=f"{name} 页", live=True)
        for name in ("translated", "behind", "draft", "machine", "missing")
    }
    publish_english(pages["translated"])
    publish_english(pages["behind"])
    behind = NewsPage.objects.get(pk=pages["behind"].pk)
    behind.summary = "换了一句话。"
    behind.save_revision().publish()
    begin(pages["draft"])
    translate(pages["machine"], machine=True)
    NewsIndexPageFactory(parent=family.enshi.root_page, slug="news", title="恩施要闻")
    return family


def client_of(django_user_model, page: Page) -> Client:
    """Somebody who may edit below this page."""
    group = Group.objects.create(name=f"编辑 {page.title}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page=page, permission=change)
    user = django_user_model.objects.create_user("somebody", "somebody@example.com", "somebody")
    user.groups.add(group)
    works_for(group, Site.objects.get(root_page=page))
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


@pytest.fixture
def lichuan(family, django_user_model) -> Client:
    return client_of(django_user_model, family.lichuan.root_page)


def report(client: Client, **filters: object) -> dict:
    response = client.get(reverse("english_report"), filters)
    assert response.status_code == 200
    return response.context


def slugs(client: Client, **filters: object) -> set[str]:
    return {page.slug for page in report(client, **filters)["object_list"]}


@pytest.mark.parametrize("state", ["translated", "behind", "draft", "missing"])
def test_each_state_can_be_looked_for(lichuan, state):
    found = slugs(lichuan, state=state)
    assert state in found
    others = {"translated", "behind", "draft", "missing"} - {state}
    assert not found & others


def test_pages_with_machine_made_sentences_can_be_looked_for(lichuan):
    assert slugs(lichuan, unconfirmed="some") == {"machine"}


def test_pages_of_one_type_can_be_looked_for(lichuan):
    number = ContentType.objects.get_for_model(NewsIndexPage).pk
    assert slugs(lichuan, content_type=number) == {"news"}


def test_the_summary_counts_the_pages_of_each_site(family, admin_user):
    client = Client(SERVER_NAME="localhost")
    client.force_login(admin_user)
    rows = {row["site"]: row for row in report(client)["summary"]}
    assert set(rows) == {site.pk for site in family}
    # Translated, behind, draft, not begun: home page and column are translated too, of the draft two.
    assert rows[family.lichuan.pk]["counts"] == [3, 1, 2, 1]
    assert rows[family.lichuan.pk]["waiting"] == 1
    assert rows[family.enshi.pk]["counts"] == [0, 0, 0, 2]
    assert rows[family.prefecture.pk]["counts"] == [1, 0, 0, 0]
    assert slugs(client, site=family.enshi.pk) == {"enshi", "news"}


def test_an_editor_sees_the_own_county_only(family, lichuan):
    context = report(lichuan)
    assert [row["site"] for row in context["summary"]] == [family.lichuan.pk]
    assert slugs(lichuan) == {"lichuan", "news", "translated", "behind", "draft", "machine", "missing"}
    assert lichuan.get(reverse("english_report"), {"site": family.enshi.pk}).status_code == 404


def test_the_prefecture_sees_all_sites(family, django_user_model):
    client = client_of(django_user_model, family.prefecture.root_page)
    assert len(report(client)["summary"]) == 3


def test_drafts_and_other_languages_are_no_pages_to_translate(family, lichuan):
    NewsPageFactory(
        parent=NewsIndexPage.objects.get(
            slug="news", path__startswith=family.lichuan.root_page.path, locale__language_code="zh-hans"
        ),
        slug="unborn",
        live=False,
    )
    assert "unborn" not in slugs(lichuan)
    assert all(page.locale.language_code == "zh-hans" for page in report(lichuan)["object_list"])


def test_the_list_leaves_as_csv_and_xlsx(lichuan):
    response = lichuan.get(reverse("english_report"), {"export": "csv", "state": "behind"})
    heading, row = b"".join(response.streaming_content).decode().splitlines()
    assert heading.count(",") == row.count(",") == 6
    assert "behind 页" in row
    response = lichuan.get(reverse("english_report"), {"export": "xlsx"})
    rows = list(load_workbook(io.BytesIO(b"".join(response.streaming_content))).active.values)
    assert len(rows) == 1 + 7
    titles = {row[1]: row for row in rows}
    assert titles["behind 页"][5] == 1


def test_the_menu_leads_here_and_not_to_the_report_that_knows_no_borders(lichuan):
    menu = lichuan.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("english_report") in menu
    assert reverse("wagtail_localize:translations_report") not in menu
    response = lichuan.get(reverse("wagtail_localize:translations_report"))
    assert {page.slug for page in response.context["object_list"]} == slugs(lichuan)


def test_who_may_edit_nothing_sees_no_report(family, django_user_model):
    client = client_of(django_user_model, family.lichuan.root_page)
    GroupPagePermission.objects.all().delete()
    assert client.get(reverse("english_report")).status_code == 302
