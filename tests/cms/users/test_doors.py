"""Every route that could sign somebody in or change what signing in needs, from the resolver and against one table.

A route that is new, ours, Wagtail's or a plugin's, fails here until somebody has decided what it may do.
"""

import re

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.urls import URLResolver, get_resolver
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from cms.settings import sign_in
from cms.users.models import User
from tests.cms.users.conftest import ENROL, HOME, LOGIN, Visitor
from tests.factories.media import DocumentFactory
from tests.factories.pages import SectionPageFactory
from tests.factories.users import PASSWORD, UserFactory

WORDS = re.compile(
    r"log_?(in|out)|sign|password|account|social|sso|oidc|mfa|factor|reset|authenti|e-?mail|session|recover|token|"
    r"invit|verif|users/",
    re.IGNORECASE,
)

PAGE, GONE, DOOR, TO_ENROLMENT = 200, 404, LOGIN, ENROL
# route: (an address of it, what a stranger gets, what somebody gets who has given only the password)
DOORS = {
    "admin/login/": (LOGIN, PAGE, TO_ENROLMENT),
    "admin/login/code/": ("/admin/login/code/", DOOR, DOOR),
    "admin/login/inactive/": ("/admin/login/inactive/", PAGE, PAGE),
    "admin/login/<slug:provider_id>/": ("/admin/login/sso/", GONE, GONE),
    "admin/login/<slug:provider_id>/callback/": ("/admin/login/sso/callback/", GONE, GONE),
    "admin/password_reset/": ("/admin/password_reset/", PAGE, PAGE),
    "admin/password_reset/sent/": ("/admin/password_reset/sent/", PAGE, PAGE),
    "admin/password_reset/done/": ("/admin/password_reset/done/", PAGE, PAGE),
    r"admin/^password_reset/confirm/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": (
        "/admin/password_reset/confirm/1-a-b/",
        PAGE,
        PAGE,
    ),
    r"admin/^account/email/confirm/(?P<key>[-:\w]+)/$": ("/admin/account/email/confirm/a:b:c/", PAGE, PAGE),
    "admin/account/reauthenticate/": ("/admin/account/reauthenticate/", DOOR, PAGE),
    "admin/account/reauthenticate/code/": ("/admin/account/reauthenticate/code/", DOOR, DOOR),
    "admin/account/password/": ("/admin/account/password/", DOOR, DOOR),
    "admin/account/email/": ("/admin/account/email/", DOOR, DOOR),
    "admin/account/second-factor/": ("/admin/account/second-factor/", DOOR, DOOR),
    "admin/account/second-factor/app/": (ENROL, DOOR, PAGE),
    "admin/account/second-factor/remove/": ("/admin/account/second-factor/remove/", DOOR, DOOR),
    "admin/account/second-factor/recovery-codes/": ("/admin/account/second-factor/recovery-codes/", DOOR, DOOR),
    "admin/account/second-factor/recovery-codes/new/": (
        "/admin/account/second-factor/recovery-codes/new/",
        DOOR,
        DOOR,
    ),
    "admin/account/sessions/": ("/admin/account/sessions/", DOOR, DOOR),
    # Wagtail's
    "admin/account/": ("/admin/account/", DOOR, DOOR),
    "admin/password_reset/confirm/<uidb64>/<token>/": ("/admin/password_reset/confirm/MQ/a-b/", GONE, GONE),
    "admin/password_reset/complete/": ("/admin/password_reset/complete/", GONE, GONE),
    "_util/login/": ("/_util/login/", DOOR, DOOR),
    "admin/users/": ("/admin/users/", DOOR, DOOR),
    "admin/users/results/": ("/admin/users/results/", DOOR, DOOR),
    "admin/users/new/": ("/admin/users/new/", DOOR, DOOR),
    "admin/users/edit/<int:pk>/": ("/admin/users/edit/1/", DOOR, DOOR),
    "admin/users/delete/<int:pk>/": ("/admin/users/delete/1/", DOOR, DOOR),
    "admin/users/history/<int:pk>/": ("/admin/users/history/1/", DOOR, DOOR),
    "admin/users/history-results/<int:pk>/": ("/admin/users/history-results/1/", DOOR, DOOR),
    "admin/users/usage/<int:pk>/": ("/admin/users/usage/1/", DOOR, DOOR),
    # Ours: tokens for programs, and the way back for colleagues
    "admin/account/tokens/": ("/admin/account/tokens/", DOOR, DOOR),
    "admin/account/tokens/new/": ("/admin/account/tokens/new/", DOOR, DOOR),
    "admin/account/tokens/<int:token_id>/revoke/": ("/admin/account/tokens/1/revoke/", DOOR, DOOR),
    "admin/users/reset/<int:pk>/": ("/admin/users/reset/1/", DOOR, DOOR),
}
# They sound like doors and are none.
OTHER = {
    "admin/logout/": "leads out",
    "admin/choose-email-link/": "a link in a text",
    "admin/editing-sessions/ping/<str:app_label>/<str:model_name>/<str:object_id>/<int:session_id>/": "who edits",
    "admin/editing-sessions/release/<int:session_id>/": "who edits",
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": "the password of a page",
    "documents/authenticate_with_password/<int:restriction_id>/": "the password of a collection",
}


def routes(patterns=None, prefix: str = "") -> set[str]:
    found = set()
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        found |= routes(pattern.url_patterns, route) if isinstance(pattern, URLResolver) else {route}
    return found


def test_every_route_that_sounds_like_a_door_is_in_the_table():
    assert {route for route in routes() if WORDS.search(route)} == DOORS.keys() | OTHER.keys()


@pytest.fixture(params=["get", "post"])
def ask(request):
    return lambda visitor, address: getattr(visitor, request.param)(address)


def expect(answer, expected: int | str) -> None:
    if isinstance(expected, str):
        assert answer.status_code == 302
        assert answer.url.partition("?")[0] == expected
    else:
        assert answer.status_code in {expected, 405}


@pytest.mark.parametrize("route", DOORS)
def test_a_stranger_gets_what_the_table_says(visitor, ask, route):
    address, expected, _half = DOORS[route]
    expect(ask(visitor, address), expected)
    assert not visitor.is_in()


@pytest.mark.parametrize("route", DOORS)
def test_the_password_alone_gets_what_the_table_says(visitor, newcomer, ask, route):
    visitor.give_password(newcomer)
    address, _stranger, expected = DOORS[route]
    expect(ask(visitor, address), expected)
    assert not visitor.is_in()


@pytest.mark.parametrize("route", [route for route, (_address, stranger, _half) in DOORS.items() if stranger == PAGE])
def test_its_pages_run_no_script_and_need_no_other_host(visitor, route):
    page = visitor.get(DOORS[route][0]).content.decode()
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", page)
    assert not re.search(r"(src|href|action)=.(https?:)?//", page)


@pytest.mark.parametrize("address", [DOORS[route][0] for route in DOORS if route != "admin/login/"])
def test_no_other_form_takes_name_and_password(visitor, address, settings):
    """Even where no second factor is asked for: there is one door."""
    settings.SECOND_FACTOR_REQUIRED = False
    plain = UserFactory()
    visitor.post(address, {"username": plain.username, "login": plain.username, "password": PASSWORD})
    assert not visitor.is_in()


def test_wagtail_s_own_token_for_a_new_password_opens_nothing(visitor, person):
    uid, token = urlsafe_base64_encode(force_bytes(person.pk)), default_token_generator.make_token(person)
    assert visitor.get(f"/admin/password_reset/confirm/{uid}/{token}/").status_code == GONE


def test_nobody_can_sign_up(visitor):
    for path in ("/admin/signup/", "/accounts/signup/", "/admin/account/signup/", "/signup/"):
        assert visitor.post(path, {"username": "me", "password1": PASSWORD, "password2": PASSWORD}).status_code != 200
    assert not User.objects.filter(username="me").exists()


class TestOutsideTheAdmin:
    """Private things of the public sites: a session without its second factor is a stranger there as well."""

    @pytest.fixture
    def private_page(self):
        page = Page.objects.get(depth=2)
        child = SectionPageFactory(parent=page, title="内部", slug="internal")
        PageViewRestriction.objects.create(page=child, restriction_type="login")
        return "/internal/"

    def test_a_private_page_leads_to_the_one_door(self, visitor, private_page):
        for path in (private_page, "/_util/login/"):
            assert visitor.get(path).url.partition("?")[0] == LOGIN

    def test_in_every_language(self, visitor):
        for prefix in ("/en", "/zh-hant"):
            assert visitor.get(f"{prefix}/_util/login/").url == LOGIN

    def test_half_a_sign_in_does_not_open_it(self, visitor, newcomer, private_page):
        visitor.give_password(newcomer)
        assert visitor.get(private_page).url == f"{LOGIN}?next={private_page}"

    def test_a_private_document_neither(self, visitor, newcomer, person):
        collection = Collection.get_first_root_node().add_child(instance=Collection(name="内部"))
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
        document = DocumentFactory(collection=collection)
        visitor.give_password(newcomer)
        assert visitor.get(document.url).url.partition("?")[0] == LOGIN
        inside = Visitor()
        inside.come_in(person)
        assert inside.get(document.url).status_code in {200, 302}
        assert not (inside.get(document.url).headers.get("Location") or "").startswith(LOGIN)

    def test_requests_of_scripts_are_refused(self, visitor, newcomer):
        visitor.give_password(newcomer)
        assert visitor.get(HOME, headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403


def test_production_requires_the_second_factor():
    assert sign_in.SECOND_FACTOR_REQUIRED is True
