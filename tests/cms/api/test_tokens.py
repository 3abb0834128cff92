"""Tokens: what is kept of them, how they end, and how often they may be used."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate as log_in
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.models import APIToken, ModelLogEntry

from cms.api.models import Token
from cms.api.tokens import authenticate
from cms.api.v3 import api as interface
from tests.cms.delivery.nested_sites import OUTER
from tests.factories.tokens import EDITOR, bearer, make_person, make_token


@pytest.fixture
def person(sites):
    cache.clear()
    return make_person("editor", {sites.county: EDITOR})


def ask(client, secret: str, path: str = "/whoami/"):
    return client.get(f"/api/v3{path}", headers={"host": OUTER, **bearer(secret)})


def test_only_a_keyed_digest_is_kept(sites, person, settings):
    token, secret = make_token(person, sites.inner)
    assert re.fullmatch(r"yses_[\w-]{43}", secret)
    stored = " ".join(map(str, Token.objects.values_list().get()))
    assert secret not in stored
    assert secret.removeprefix("yses_") not in stored
    settings.SECRET_KEY = "another"
    assert not Token.objects.with_secret(secret).exists()
    settings.SECRET_KEY_FALLBACKS = ["tests-only-key"]
    assert Token.objects.with_secret(secret).get() == token


@pytest.mark.parametrize("days", [0, 366])
def test_a_token_lives_a_day_at_least_and_a_year_at_most(sites, person, days):
    with pytest.raises(ValueError):
        Token(user=person, site=sites.inner, name="x").issue(days)
    assert not Token.objects.exists()


def test_ninety_days_unless_something_else_is_said(sites, person):
    token, _secret = make_token(person, sites.inner)
    assert token.expires_at - token.created_at == timedelta(days=90)


def test_use_is_noted_at_most_once_a_minute(sites, person, client):
    token, secret = make_token(person, sites.inner)
    ask(client, secret)
    first = Token.objects.get().last_used_at
    assert timezone.now() - first < timedelta(seconds=30)
    ask(client, secret)
    assert Token.objects.get().last_used_at == first
    Token.objects.update(last_used_at=first - timedelta(seconds=61))
    ask(client, secret)
    assert Token.objects.get().last_used_at > first - timedelta(seconds=1)


def test_a_refused_token_is_not_noted_as_used(sites, person, client):
    token, secret = make_token(person, sites.inner)
    person.groups.get().permissions.clear()
    assert ask(client, secret).status_code == 403
    assert Token.objects.get().last_used_at is None


def test_asking_a_request_again_is_free(sites, person, django_assert_num_queries):
    token, secret = make_token(person, sites.inner)
    request = RequestFactory().get("/api/v3/pages/", headers=bearer(secret))
    with django_assert_num_queries(1):
        assert authenticate(request) == token
    with django_assert_num_queries(0):
        assert authenticate(request) == request.token == token
    assert request.user == person


@pytest.mark.parametrize(
    "header", ["", "yses_x", "Basic yses_x", "Bearer", "Bearer ", "Bearer wagtail_x", "Bearer \xe9"]
)
def test_other_headers_ask_nothing_of_the_database(db, header, django_assert_num_queries):
    request = RequestFactory().get("/api/v3/pages/", headers={"authorization": header} if header else {})
    request.user = "whoever is logged in"
    with django_assert_num_queries(0):
        assert authenticate(request) is None
    assert request.user.is_anonymous


def test_tokens_end_with_the_password(sites, person, client):
    _token, secret = make_token(person, sites.inner)
    _token, other = make_token(make_person("other", {sites.county: EDITOR}), sites.inner)
    person.set_password("a-new-one-for-the-gorge")
    person.save()
    assert ask(client, secret).status_code == 401
    assert ask(client, other).status_code == 200


def test_a_stronger_hash_of_the_same_password_ends_nothing(sites, person, client, settings):
    _token, secret = make_token(person, sites.inner)
    before = person.password
    settings.PASSWORD_HASHERS = [f"{PBKDF2PasswordHasher.__module__}.PBKDF2PasswordHasher", *settings.PASSWORD_HASHERS]
    assert log_in(username="editor", password="cloud-over-gorge") == person
    person.refresh_from_db()
    assert person.password != before
    assert ask(client, secret).status_code == 200


def test_tokens_do_not_come_back_with_a_deactivated_account(sites, person, client):
    _token, secret = make_token(person, sites.inner)
    for is_active in (False, True):
        person.is_active = is_active
        person.save()
        assert ask(client, secret).status_code == 401


def test_nor_with_accounts_that_were_deactivated_together(sites, person, client):
    _token, secret = make_token(person, sites.inner)
    client.force_login(make_person("root", {}, is_superuser=True))
    address = reverse("wagtail_bulk_action", args=["users", "user", "set_active_state"])
    for mark in ("False", "True"):
        response = client.post(f"{address}?id={person.pk}", {"mark_as_active": mark}, headers={"host": OUTER})
        assert response.status_code == 302
        person.refresh_from_db()
        assert str(person.is_active) == mark
    assert ask(client, secret).status_code == 401


def test_the_log_says_who_made_and_ended_a_token(sites, person):
    token, _secret = make_token(person, sites.inner)
    token.revoke(by=person)
    entries = ModelLogEntry.objects.for_instance(token).order_by("pk")
    assert list(entries.values_list("action", "user")) == [
        ("api.issue_token", person.pk),
        ("api.revoke_token", person.pk),
    ]


class Clock:
    def __init__(self, monkeypatch) -> None:
        self.now = 1_800_000_000.0
        monkeypatch.setattr("cms.api.v3.throttling.time.time", lambda: self.now)


def test_too_many_requests_have_to_wait(sites, person, client, monkeypatch):
    _token, secret = make_token(person, sites.inner)
    _token, other = make_token(person, sites.inner)
    clock = Clock(monkeypatch)
    reading, writing = interface.api.throttle
    monkeypatch.setattr(reading, "per_minute", 3)
    monkeypatch.setattr(writing, "per_minute", 1)

    def write():
        path = f"/api/v3/pages/{sites.county_story.pk}/"
        return client.delete(path, headers={"host": OUTER, **bearer(secret)})

    clock.now += 20
    assert [ask(client, secret).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = ask(client, secret)
    assert (refused["Retry-After"], refused["Content-Type"]) == ("40", "application/problem+json")
    assert [write().status_code for _ in range(2)] == [403, 429]
    assert ask(client, other).status_code == 200
    clock.now += 40
    assert ask(client, secret).status_code == 200
    assert write().status_code == 403


def test_the_limits(db):
    reading, writing = interface.api.throttle
    assert (reading.per_minute, writing.per_minute) == (600, 60)


def test_wagtail_s_tokens_cannot_be_made_and_open_nothing(sites, person, client, capsys):
    with pytest.raises(CommandError, match="Account|账户"):
        call_command("api_tokens", "create", "--user", "editor", "--name", "x")
    with pytest.raises(NoReverseMatch):
        reverse("wagtailusers_api_tokens:index")
    assert not APIToken.objects.exists()
    _token, secret = APIToken.create_token(user=person, name="x")
    assert ask(client, secret).status_code == 401
    assert ask(client, secret, "/pages/").status_code == 401
