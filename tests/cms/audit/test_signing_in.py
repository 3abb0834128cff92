"""Sign-ins, good and bad, and what must never be written down about them."""

import json

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import authenticate, get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import APIToken

from cms.audit.models import Action, AuditEntry
from cms.users.links import password_path
from tests.cms.audit.events import EVENTS
from tests.cms.audit.world import PASSWORD, World
from tests.factories.users import PASSWORD as FIRST_PASSWORD
from tests.factories.users import UserFactory


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
    for name in ("create_a_person", "change_one_s_own_password", "make_a_page_private"):
        for need in EVENTS[name].needs:
            getattr(world, need)
        EVENTS[name].act(world)
    sign_in("tan", "a wrong password")
    sign_in("boss", "second-password-of-boss")
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


def test_the_key_in_the_address_of_a_password_reset_is_left_out(boss):
    client = Client(SERVER_NAME="localhost")
    path = password_path(boss)
    opened = client.get(path)
    new = {"password1": "third-password-of-boss", "password2": "third-password-of-boss"}
    assert client.post(opened.url, new).status_code == 302
    assert entry(Action.PASSWORD).origin.endswith("…-…/")
    assert path.strip("/").rpartition("/")[2].partition("-")[2] not in written()


def test_a_second_factor_is_recorded_without_its_secret(boss):
    secret = generate_totp_secret()
    made = TOTP.activate(boss, secret).instance
    codes = RecoveryCodes.activate(boss).get_unused_codes()
    made.record_usage()
    made.delete()
    told = AuditEntry.objects.filter(action=Action.SECOND_FACTOR).order_by("pk")
    assert [(found.details["type"], found.details["event"]) for found in told] == [
        ("totp", "created"),
        ("recovery_codes", "created"),
        ("totp", "deleted"),
    ]
    assert not [each for each in (secret, *codes) if each in written()]


def test_a_wrong_code_is_a_failed_sign_in(db, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    person = UserFactory(phone=True)
    client = sign_in(person.username, FIRST_PASSWORD)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    found = AuditEntry.objects.filter(action=Action.SIGN_IN_FAILED).last()
    assert (found.object_id, found.actor_id) == (str(person.pk), None)
    assert not AuditEntry.objects.filter(action=Action.SIGNED_IN).exists()


def test_a_lock_out_names_whom_it_was_tried_for(boss, settings):
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 3
    for number in range(4):
        sign_in("boss", f"guess {number}")
    found = AuditEntry.objects.filter(action=Action.LOCKED_OUT).last()
    assert (found.title, found.object_id, found.address) == ("boss", str(boss.pk), "192.0.2.9")


def test_values_of_queries_with_a_secret_s_name_are_left_out(admin):
    admin.get(reverse("audit_report"), {"export": "csv", "token": "a-secret-token", "person": "谭"})
    assert entry(Action.EXPORTED).details == {"query": "export=csv&token=…&person=%E8%B0%AD"}
