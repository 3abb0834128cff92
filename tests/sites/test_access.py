"""Who may do what where: every sign of sites/access.toml is one request to the admin, its answer and its effect."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Page, Revision, Site

from cms.core.mixins import ColumnType
from cms.core.models import BasePage
from cms.editorial.texts.kinds import Severity
from cms.editorial.texts.models import LiveFinding
from cms.languages.models import GlossaryTerm
from cms.media.models import Document
from cms.pages.commentary.models import PenName
from cms.pages.news.models import NewsIndexPage, NewsPage, Topic
from cms.pages.standard.models import HomePage
from cms.search.models import BestBet, DailyQuery, DictionaryWord
from cms.sitewide.models import AlertBanner
from sites.access import TITLES, load_access
from sites.provisioning.library import SHARED_NAME
from sites.roles import COUNTY_ROLES, PREFECTURE_ROLES
from tests.factories.cases import make_case
from tests.factories.media import ImageFactory
from tests.factories.texts import make_term
from tests.sites import admin_actions as do
from tests.sites import keeping_actions, people_actions, review_actions, risk_actions, text_actions

# One for each role of the data.
PEOPLE = [
    *["lichuan-editor", "lichuan-reviewer", "lichuan-admin"],
    *["prefecture-editor", "prefecture-reviewer", "prefecture-tv", "prefecture-admin", "admin"],
]
# `shared` only where a section has four places.
PLACES = {"lichuan": "利川", "badong": "巴东", "prefecture": "恩施州", "shared": SHARED_NAME}
# The person acted upon and their groups; without groups everything is theirs.
COLLEAGUES = {
    "lichuan-colleague": ["利川编辑"],
    "lichuan-and-badong": ["利川编辑", "巴东编辑"],
    "lichuan-chief": ["利川管理员"],
    "badong-colleague": ["巴东编辑"],
    "prefecture-colleague": ["恩施州编辑"],
    "chief": [],
}
SHARED_WORDS = [Topic, PenName, DictionaryWord, GlossaryTerm]

ACCESS = {section.key: section for section in load_access()}
IN_PLACES = ["pages", "english", "files", "sitewide", "keeping", "risk", "invitations"]


def action_named(name: str) -> Callable:
    modules = (do, review_actions, keeping_actions, risk_actions, people_actions, text_actions)
    found = (getattr(module, name, None) for module in modules)
    return next(filter(None, found))


# Home pages come from the registry.
PAGE_TYPES = [model for model in apps.get_models() if issubclass(model, BasePage) and model is not HomePage]


def cells(*keys: str, targets: Iterable[str] = ("everywhere",)) -> Iterator:
    """(person, action, target, sign) for every sign of these sections."""
    for row in (row for key in keys for row in ACCESS[key].rows):
        for person, signs in zip(PEOPLE, row.signs, strict=True):
            for target, sign in zip(targets, signs, strict=False):
                name = f"{person}:{row.action}:{target}:{sign}".replace("_", "-")
                yield pytest.param(person, row.action, target, sign, id=name)


def sign_of(response: HttpResponse, effect: bool) -> str:
    sent_home = response.status_code == 302 and response["Location"] == reverse("wagtailadmin_home")
    if effect:
        # A page for those who look, a redirect to what they have made for those who act.
        assert response.status_code in (200, 302)
        assert not sent_home
        return "+"
    return "-" if sent_home else {404: "0", 403: "x", 200: "~", 302: "~", 409: "~"}[response.status_code]


def client_of(name: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(get_user_model().objects.get(username=name))
    return client


@pytest.fixture(scope="module")
def places(_built, django_db_blocker) -> Iterator[dict[str, do.Place]]:
    """Things of three sites and the shared collection, and the one role that has no demo user."""
    with django_db_blocker.unblock(), transaction.atomic():
        administrators = Group.objects.get(name="恩施州管理员")
        get_user_model().objects.create(username="prefecture-admin").groups.add(administrators)
        for name, groups in COLLEAGUES.items():
            create_colleague(name, groups)
        yield {name: build_place(name) for name in PLACES}
        transaction.set_rollback(True)


def create_colleague(name: str, groups: list[str]) -> None:
    person = get_user_model().objects.create_user(
        name, f"{name}@example.com", "long-and-secret", last_name=name, is_superuser=not groups
    )
    person.groups.set(Group.objects.filter(name__in=groups))


def build_place(name: str) -> do.Place:
    collection = Collection.objects.get(name=PLACES[name])
    files = {
        "collection": collection,
        "image": ImageFactory(title=f"{name}-image", collection=collection, file__width=8, file__height=6),
        "document": Document.objects.create(
            title=f"{name}-document", collection=collection, file=ContentFile(b"text", name=f"{name}.txt")
        ),
    }
    if name == "shared":
        return do.Place(**files)
    site = Site.objects.get(hostname="localhost" if name == "prefecture" else f"{name}.localhost")
    column = NewsIndexPage.objects.child_of(site.root_page).get(slug="news")
    news = news_page(column, f"{name}-news", live=True)
    return do.Place(
        **files,
        site=site,
        column=column,
        news=news,
        draft=news_page(column, f"{name}-draft", live=False),
        alert=AlertBanner.objects.create(site=site, title=f"{name}-alert"),
        bet=BestBet.objects.create(site=site, queries=f"{name}-bet", title="推荐", address="https://www.gov.cn/"),
        case=make_case(site, get_user_model().objects.get(username="admin"), title=f"{name}-case"),
        redirect=Redirect.objects.create(site=site, old_path=f"/{name}-redirect", redirect_link="https://www.gov.cn/"),
        term=make_term(site, f"{name}-word"),
        finding=LiveFinding.objects.create(
            site=site, page=news, severity=Severity.NOTE, kind="wrong", matched=f"{name}-finding", version=1
        ),
        searches=DailyQuery.objects.create(
            site=site, query=f"{name}-query", day=timezone.localdate(), language="zh-hans", searches=99
        ),
    )


def news_page(column: NewsIndexPage, title: str, live: bool) -> NewsPage:
    page = column.add_child(instance=NewsPage(title=title, source="示例来源", live=False))
    revision = page.save_revision()
    if live:
        revision.publish()
    return NewsPage.objects.get(pk=page.pk)


def test_the_data_has_a_person_here_for_every_role():
    county, prefecture = ([role.key for role in roles] for roles in (COUNTY_ROLES, PREFECTURE_ROLES))
    names = [*(f"lichuan-{key}" for key in county), *(f"prefecture-{key}" for key in prefecture), "admin"]
    assert names == PEOPLE
    assert len(TITLES) == len(PEOPLE)


def test_every_section_of_the_data_is_tried_out():
    assert ACCESS.keys() == {*IN_PLACES, "people", "words", "rooms"}


@pytest.mark.parametrize(("person", "action", "place", "sign"), [*cells(*IN_PLACES, targets=PLACES)])
def test_everybody_gets_what_the_data_says(nine_sites, places, person, action, place, sign):
    assert sign_of(*action_named(action)(client_of(person), places[place])) == sign


@pytest.mark.parametrize(("person", "action", "colleague", "sign"), [*cells("people", targets=COLLEAGUES)])
def test_people_are_looked_after_by_whom_the_data_says(nine_sites, places, person, action, colleague, sign):
    found = get_user_model().objects.get(username=colleague)
    assert sign_of(*action_named(action)(client_of(person), found)) == sign


@pytest.mark.parametrize("model", SHARED_WORDS)
@pytest.mark.parametrize(("person", "action", "_everywhere", "sign"), [*cells("words")])
def test_shared_words_are_for_the_prefectures_reviewers_and_administrators(
    nine_sites, places, person, action, _everywhere, sign, model: type[Model]
):
    assert sign_of(*action_named(action)(client_of(person), model)) == sign


@pytest.mark.parametrize(("person", "room", "_everywhere", "sign"), [*cells("rooms")])
def test_rooms_are_open_to_whom_the_data_says(nine_sites, places, person, room, _everywhere, sign):
    response = client_of(person).get(reverse(room))
    assert sign_of(response, response.status_code == 200) == sign


@pytest.mark.parametrize(("place", "sign"), [("lichuan", "+"), ("badong", "0"), ("prefecture", "0")])
@pytest.mark.parametrize("page_type", PAGE_TYPES)
def test_a_county_editor_creates_every_type_of_page_at_home_and_none_elsewhere(
    nine_sites, places, page_type: type[Page], place, sign
):
    parent = parent_for(page_type, places[place].site.root_page)
    assert sign_of(*do.create_a_page(client_of("lichuan-editor"), places[place], page_type, parent)) == sign


@pytest.mark.parametrize("person", ["lichuan-editor", "lichuan-admin", "prefecture-editor"])
def test_nobody_but_the_registry_puts_a_home_page_below_a_home_page(nine_sites, places, person):
    home = places["lichuan"].site.root_page
    client_of(person).post(
        reverse("wagtailadmin_pages:add", args=["standard", "homepage", home.pk]), {"title": "又一个"}
    )
    assert not HomePage.objects.child_of(home).exists()


@pytest.mark.parametrize("person", ["lichuan-reviewer", "prefecture-reviewer"])
def test_no_reviewer_takes_a_whole_site_off_by_its_home_page(nine_sites, places, person):
    home = places["lichuan"].site.root_page
    client = client_of(person)
    client.post(reverse("wagtailadmin_pages:unpublish", args=[home.pk]), {"include_descendants": "on"})
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    client.post(f"{bulk}?id={home.pk}", {"include_descendants": "on"})
    client.post(reverse("wagtailadmin_api:pages:action", args=[home.pk, "unpublish"]), {"recursive": True})
    assert HomePage.objects.get(pk=home.pk).live
    assert NewsPage.objects.descendant_of(home).live().exists()


def parent_for(page_type: type[Page], home: Page) -> Page:
    """A page of that site below which the type may stand; some columns only the prefecture has."""
    allowed = page_type.allowed_parent_page_models()
    if HomePage in allowed:
        return home
    found = allowed[0].objects.child_of(home).first()
    return found or home.add_child(instance=allowed[0](title="栏目", slug="column", column_type=ColumnType.NEWS))


def test_nobody_dates_back_what_is_published_for_the_first_time(nine_sites, places):
    for name, value in [("first_published_at", "2001-01-01 00:00"), ("go_live_at", "2001-01-01 00:00")]:
        draft, before = news_page(places["lichuan"].column, f"draft with {name}", live=False), timezone.now()
        data = do.page_form(NewsPage, title=do.NEW_TITLE, slug=draft.slug, **{name: value})
        publish(client_of("lichuan-reviewer"), reverse("wagtailadmin_pages:edit", args=[draft.pk]), data)
        draft.refresh_from_db()
        assert draft.live
        assert before <= draft.first_published_at <= timezone.now()


def test_a_past_time_in_an_editors_draft_dates_back_nothing_when_it_is_published_later(nine_sites, places):
    draft, before = places["lichuan"].draft, timezone.now()
    times = {"first_published_at": "2001-01-01 00:00", "go_live_at": "2001-01-01 00:00"}
    address = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    data = do.page_form(NewsPage, title=do.NEW_TITLE, slug=draft.slug)
    client_of("lichuan-editor").post(address, {**data, **times})
    assert NewsPage.objects.get(pk=draft.pk).get_latest_revision_as_object().first_published_at is None
    publish(client_of("lichuan-reviewer"), address, data)
    assert first_published(draft) >= before


def test_nobody_dates_back_a_page_while_creating_it(nine_sites, places):
    column, before = places["lichuan"].column, timezone.now()
    address = reverse("wagtailadmin_pages:add", args=["news", "newspage", column.pk])
    data = do.page_form(NewsPage, title=do.NEW_TITLE, first_published_at="2001-01-01 00:00")
    publish(client_of("lichuan-reviewer"), address, data)
    assert first_published(NewsPage.objects.child_of(column).get(title=do.NEW_TITLE)) >= before


def test_publishing_again_keeps_the_time_of_first_publication(nine_sites, places):
    news = places["lichuan"].news
    data = do.page_form(NewsPage, title=do.NEW_TITLE, slug=news.slug, first_published_at="2001-01-01 00:00")
    publish(client_of("admin"), reverse("wagtailadmin_pages:edit", args=[news.pk]), data)
    assert first_published(news) == news.first_published_at


def publish(client: Client, address: str, data: dict[str, object]) -> None:
    """Saved from the form as a draft and then published, as the last approval does it."""
    assert client.post(address, data).status_code in (200, 302)
    Revision.page_revisions.latest("pk").publish()


def first_published(page: Page) -> datetime:
    page = NewsPage.objects.live().get(pk=page.pk)
    assert page.title == do.NEW_TITLE
    return page.first_published_at
