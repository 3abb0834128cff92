"""Who may read: with which key, until when."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.editorial.recall.probing import probe_header
from cms.tv.consumers import keys
from cms.tv.consumers.models import Key
from cms.tv.secrets import digest_of


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_a_key_opens_by_either_header(secret, ask, closed):
    assert ask("/sites", **bearer(secret)).status_code == 200
    assert ask("/sites", **{"X-API-Key": secret}).status_code == 200


def test_without_a_key_nothing_is_told_when_public_reading_is_off(ask, closed):
    answer = ask("/sites")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"] == 'Bearer realm="tv"'
    assert answer.json() == {
        "type": "about:blank",
        "title": "Unauthorized",
        "status": 401,
        "detail": _("A key is needed here. Ask the channel for one."),
    }


@pytest.mark.parametrize("path", ["/health", "/openapi.json", "/schema.json"])
def test_what_a_consumer_needs_before_it_has_a_key_stays_open(ask, closed, db, path):
    assert ask(path).status_code == 200


@pytest.mark.parametrize("given", [bearer("yst_wrong"), {"X-API-Key": ""}, bearer("yses_of-another-door")])
def test_a_wrong_key_is_never_nobody(ask, db, given):
    assert ask("/sites").status_code == 200
    assert ask("/sites", **given).status_code == 401


def test_an_expired_key_is_refused_also_where_it_is_remembered(secret, ask, consumer):
    end = timezone.now() + timedelta(seconds=60)
    consumer.keys.update(expires_at=end)
    assert ask("/sites", **bearer(secret)).status_code == 200
    # What is remembered says when it ends.
    known = keys._known[digest_of(secret)][1]
    assert known.until == end
    consumer.keys.update(expires_at=timezone.now())
    keys.forget_keys()
    assert ask("/sites", **bearer(secret)).status_code == 401


def test_a_revocation_is_in_force_within_the_seconds_for_which_keys_are_remembered(secret, ask, consumer, monkeypatch):
    assert ask("/sites", **bearer(secret)).status_code == 200
    consumer.keys.get().revoke()
    now = keys.time.monotonic()
    monkeypatch.setattr(keys.time, "monotonic", lambda: now + keys.REMEMBERED + 0.1)
    assert ask("/sites", **bearer(secret)).status_code == 401


def test_a_consumer_that_is_switched_off_is_refused(secret, ask, consumer):
    consumer.active = False
    consumer.save()
    assert ask("/sites", **bearer(secret)).status_code == 401


def test_rotation_leaves_the_old_key_for_a_time_of_grace(secret, ask, consumer, closed):
    oldest, old = consumer.keys.get(), consumer.rotate(timedelta(days=7))
    new = consumer.rotate(timedelta(days=3))
    assert ask("/sites", **bearer(new)).status_code == 200
    assert ask("/sites", **bearer(old)).status_code == 200
    # Two at once, no more.
    assert ask("/sites", **bearer(secret)).status_code == 401
    oldest.refresh_from_db()
    assert oldest.ended_at is not None
    left = consumer.keys.get(digest=digest_of(old)).expires_at - timezone.now()
    assert timedelta(days=2, hours=23) < left <= timedelta(days=3)


def test_the_database_does_not_know_the_secret(secret):
    key = Key.objects.get()
    assert secret.endswith(key.hint)
    assert secret not in str(vars(key))


def test_an_answer_that_the_client_has_costs_one_query_also_with_a_key(page, secret, ask, django_assert_num_queries):
    given = bearer(secret) | {"Accept-Encoding": "gzip"}
    tag = ask("/items", **given)["ETag"]
    with django_assert_num_queries(1):
        answer = ask("/items", **given, **{"If-None-Match": tag})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)


def test_no_shared_cache_keeps_what_a_key_has_opened(page, secret, ask):
    assert ask("/items")["Cache-Control"].startswith("public")
    answer = ask("/items", **bearer(secret))
    assert answer["Cache-Control"] == "private, max-age=30, stale-while-revalidate=30"
    assert "Authorization" in answer["Vary"]


def test_the_platform_asks_itself_without_a_key_and_nobody_else_can(ask, closed, db):
    header = probe_header("localhost")
    assert ask("/sites", **header).status_code == 200
    assert ask("/sites", **{"X-Probe": header["X-Probe"][:-1] + "_"}).status_code == 401
    assert ask("/sites", **probe_header("elsewhere.localhost")).status_code == 401


def test_the_document_names_both_ways_to_present_a_key(ask, db):
    schemes = ask("/openapi.json").json()["components"]["securitySchemes"]
    assert {scheme["type"] for scheme in schemes.values()} == {"http", "apiKey"}


def test_other_addresses_are_none_of_its_business(family, secret):
    assert Client(SERVER_NAME="localhost").get("/health/live", headers=bearer("yst_wrong")).status_code == 200
