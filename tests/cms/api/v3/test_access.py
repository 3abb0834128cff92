"""Every operation against every kind of token: what it answers, and that a refusal changes nothing."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import get_resolver
from django.utils import timezone
from wagtail.models import APIToken, GroupPagePermission, Page, Revision, WorkflowState

from cms.api.models import Token
from cms.api.v3.api import api
from tests.cms.api.v3.routes import ROUTES, ids_of, send
from tests.factories.tokens import make_person, make_token


def state() -> list:
    pages = Page.objects.order_by("pk").values_list(
        "pk", "path", "url_path", "title", "live", "latest_revision", "alias_of"
    )
    return [*pages, Revision.objects.count(), WorkflowState.objects.count()]


def test_the_table_holds_every_operation():
    documented = {
        (method, path.removeprefix("/api/v3"))
        for path, operations in api.get_openapi_schema()["paths"].items()
        for method in operations
    }
    assert {(route.method, route.pattern) for route in ROUTES} == documented | {("get", "/openapi.json")}


def test_the_table_holds_every_address():
    (interface,) = [
        inner
        for outer in get_resolver().url_patterns
        if str(outer.pattern) == "api/"
        for inner in outer.url_patterns
        if str(inner.pattern) == "v3/"
    ]
    addresses = {str(pattern.pattern) for pattern in interface.url_patterns}
    plain = {route.pattern.removeprefix("/").replace("{", "<").replace("}", ">") for route in ROUTES}
    assert addresses == {"", *plain}, "the empty one is Ninja's own and answers 404"


def no_token(world) -> str:
    return ""


def made_up(world) -> str:
    return "yses_" + "a" * 43


def expired(world) -> str:
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    return world.secret


def revoked(world) -> str:
    world.token.revoke()
    return world.secret


def of_a_deactivated_user(world) -> str:
    type(world.reviewer).objects.update(is_active=False)
    return world.secret


def of_wagtail(world) -> str:
    return APIToken.create_token(user=world.reviewer, name="Wagtail's")[1]


def the_digest(world) -> str:
    return world.token.digest


def answers(call, world, secret: str, place: str = "county") -> dict[str, HttpResponse]:
    """What every operation answers, each asked as if it were the first, and whether it changed anything."""
    found, before = {}, state()
    for route in ROUTES:
        with transaction.atomic():
            response = send(call, route, secret, ids_of(world, place))
            response.changed = state() != before
            transaction.set_rollback(True)
        found[str(route)] = response
    return found


def outcomes(responses: dict[str, HttpResponse]) -> dict[str, tuple[int, bool]]:
    return {name: (response.status_code, response.changed) for name, response in responses.items()}


def all_refused(status: int) -> dict[str, tuple[int, bool]]:
    return {str(route): (status, False) for route in ROUTES}


@pytest.mark.parametrize("secret", [no_token, made_up, expired, revoked, of_a_deactivated_user, of_wagtail, the_digest])
def test_without_a_token_in_force_nothing_is_said_or_done(world, call, secret):
    responses = answers(call, world, secret(world))
    assert outcomes(responses) == all_refused(401)
    for response in responses.values():
        assert response["Content-Type"] == "application/problem+json"
        assert response["WWW-Authenticate"] == "Bearer"
        assert response.json()["status"] == 401


def test_being_logged_in_counts_for_nothing(world, call, client):
    client.force_login(make_person("root", {}, is_superuser=True))
    assert outcomes(answers(call, world, "")) == all_refused(401)


def without_the_admin(world) -> None:
    world.reviewer.groups.get().permissions.clear()


def without_pages(world) -> None:
    GroupPagePermission.objects.filter(group__user=world.reviewer).delete()


def with_pages_elsewhere_only(world) -> None:
    GroupPagePermission.objects.filter(group__user=world.reviewer).exclude(page=world.county).delete()
    GroupPagePermission.objects.filter(group__user=world.reviewer).update(page=world.prefecture_column)


@pytest.mark.parametrize("lose", [without_the_admin, without_pages, with_pages_elsewhere_only])
def test_a_token_ends_with_its_user_s_rights(world, call, lose):
    lose(world)
    assert outcomes(answers(call, world, world.secret)) == all_refused(403)


def test_a_token_for_reading_only_reads(world, call):
    _token, secret = make_token(world.reviewer, world.inner, access=Token.Access.READ)
    assert outcomes(answers(call, world, secret)) == {
        str(route): (403 if route.writes else route.status, False) for route in ROUTES
    }


def test_a_token_for_writing_opens_every_operation(world, call):
    assert outcomes(answers(call, world, world.secret)) == {
        str(route): (route.status, route.writes) for route in ROUTES
    }


@pytest.mark.parametrize(("own", "foreign"), [("inner", "prefecture"), ("outer", "county")])
def test_pages_of_another_site_are_not_found(world, call, own, foreign):
    """Although the user has every right on them. Nested pages are no more the outer site's than the other way round."""
    _token, secret = make_token(world.overseer, getattr(world, own))
    assert outcomes(answers(call, world, secret, foreign)) == {
        str(route): (404 if route.names_a_page else route.status, False) for route in ROUTES
    }


def test_foreign_pages_answer_like_those_that_do_not_exist(world, call):
    foreign = ids_of(world, "prefecture")
    nowhere = SimpleNamespace(**{**dict.fromkeys(vars(foreign), 987_654), "topic": foreign.topic})
    for route in ROUTES:
        texts = {send(call, route, world.secret, ids).content for ids in (foreign, nowhere)}
        assert len(texts) == 1 or not route.names_a_page, f"{route}: {texts}"


def test_no_answer_is_kept_by_caches(world, call):
    for secret in ("", world.secret):
        for name, response in answers(call, world, secret).items():
            assert "no-store" in response["Cache-Control"], name


WAGTAIL_S_OWN = [
    "/api/v3/images/",
    "/api/v3/documents/",
    "/api/v3/redirects/",
    "/api/v3/snippets/",
    "/api/v3/sites/",
    "/api/v3/locales/",
    "/api/v3/docs/",
    "/api/v3/",
    "/admin/api-tokens/",
]


@pytest.mark.parametrize("path", WAGTAIL_S_OWN)
def test_what_wagtail_would_offer_besides_is_not_there(world, client, path):
    client.force_login(make_person("root", {}, is_superuser=True))
    assert client.get(path, headers={"host": "localhost:8000"}).status_code == 404
