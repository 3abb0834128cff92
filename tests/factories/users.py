"""People with a login, and what they carry: a password, a phone that shows codes."""

import time

import factory
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from cms.users.models import User

PASSWORD = "清江源头-first-tea"


class UserFactory(DjangoModelFactory):
    """Somebody who may use the admin and nothing in it: enough to come through the door."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda number: f"person-{number}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@enshi.example")
    last_name = "田"
    first_name = "小雨"

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        self.set_password(extracted or PASSWORD)
        self.save()

    @factory.post_generation
    def groups(self, create, extracted, **kwargs):
        self.groups.set([Group.objects.get(name="Editors")] if extracted is None else extracted)

    @factory.post_generation
    def phone(self, create, extracted, **kwargs):
        """phone=True: with an authenticator app and recovery codes."""
        if extracted:
            TOTP.activate(self, generate_totp_secret())
            RecoveryCodes.activate(self)


def code_of(user: User, steps: int = 0) -> str:
    """What the phone of the user shows now, or some 30 seconds earlier or later."""
    secret = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP).data["secret"]
    return code_from(decrypt(secret), steps)


def code_from(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def recovery_codes_of(user: User) -> list[str]:
    return Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()
