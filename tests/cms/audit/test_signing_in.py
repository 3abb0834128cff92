"""Sign-ins, good and bad, and what must never be written down about them."""

import json

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from wagtail.models import APIToken

from cms.audit.models import Action, AuditEntry
from tests.cms.audit.conftest import PASSWORD
from tests.cms.audit.events import EVENTS
from tests.cms.audit.world import World


def entry(action: Action) -> AuditEntry:
    return AuditEntry.objects.get(action=action)


def sign_in(name: str, password: str) -> Client:
    client = Client(SERVER_NAME="localhost", REMOTE_ADDR="192.0.2.9")
    client.post(reverse("wagtailadmin_login"), {"username": name, "password": password})
    return client


def test_signing_in_and_out_names_the_person(boss):
    client = sign_in("boss", PASSWORD)
    client.post(reverse("wagtailadmin_logout"))
    for action in (Action.SIGNED_IN, Action.SIGNED_OUT):
        found = entry(action)
        assert (found.actor_id, found.actor_name, found.object_id) == (boss.pk, "boss", str(boss.pk))
        assert found.address == "192.0.2.9"
    assert entry(Action.SIGNED_IN).origin == "POST /admin/login/"


def test_a_failed_sign_in_names_whom_it_was_tried_for_and_nobody_as_actor(boss):
    sign_in("boss", "a wrong password")
    found = entry(Action.SIGN_IN_FAILED)
    assert (found.actor_id, found.actor_name) == (None, "")
    assert (found.title, found.object_type, found.object_id) == ("boss", "users.user", str(boss.pk))


@pytest.mark.parametrize("name", ["nobody", "long" * 200])
def test_a_name_that_does_not_exist_is_kept_as_it_was_tried(db, name: str):
    assert authenticate(None, username=name, password="guess") is None
    found = entry(Action.SIGN_IN_FAILED)
    assert found.object_id == ""
    assert found.title[:2] == name[:2]


def test_the_last_sign_in_is_no_change_of_the_person(boss):
    sign_in("boss", PASSWORD)
    assert not AuditEntry.objects.filter(action=Action.CHANGED).exists()


def written() -> str:
    return json.dumps(list(AuditEntry.objects.values()), default=str, ensure_ascii=False)


def test_no_password_is_ever_written_down(admin, boss, family):
    world = World(admin, boss, family)
    for name in ("create_a_person", "set_a_person_s_password", "make_a_page_private"):
        for need in EVENTS[name].needs:
            getattr(world, need)
        EVENTS[name].act(world)
    sign_in("tan", "a wrong password")
    sign_in("tan", "second-password-of-tan")
    text = written()
    for secret in ("first-password", "second-password", "a wrong password", "open-sesame", PASSWORD):
        assert secret not in text
    for person in get_user_model().objects.all():
        assert person.password not in text


def test_no_token_is_ever_written_down(boss):
    token, plaintext = APIToken.create_token(user=boss, name="nightly")
    token.revoke()
    text = written()
    assert plaintext not in text
    assert token.key_hash not in text
    revoked = AuditEntry.objects.get(object_type="wagtailcore.apitoken", action=Action.CHANGED)
    assert revoked.details["revoked_at"][0] is None


def test_the_key_in_the_address_of_a_password_reset_is_left_out(boss, client):
    token = default_token_generator.make_token(boss)
    uid = urlsafe_base64_encode(force_bytes(boss.pk))
    opened = client.get(
        reverse("wagtailadmin_password_reset_confirm", args=[uid, token]), headers={"host": "localhost"}
    )
    new = {"new_password1": "third-password-of-boss", "new_password2": "third-password-of-boss"}
    client.post(opened.url, new, headers={"host": "localhost"})
    found = entry(Action.PASSWORD)
    assert found.origin == "POST /admin/password_reset/confirm/…/…/"
    assert token not in written()


def test_values_of_queries_with_a_secret_s_name_are_left_out(admin):
    admin.get(reverse("audit_report"), {"export": "csv", "token": "a-secret-token", "person": "谭"})
    assert entry(Action.EXPORTED).details == {"query": "export=csv&token=…&person=%E8%B0%AD"}
