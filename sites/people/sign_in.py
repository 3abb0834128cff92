"""How somebody whom an administrator has invited or reset comes in: by a link that works once."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

LINK_LIFETIME = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


def password_link(person: AbstractBaseUser) -> str:
    """An address where the person sets a password. Using it, or changing password or e-mail address, ends it."""
    number = urlsafe_base64_encode(force_bytes(person.pk))
    token = default_token_generator.make_token(person)
    path = reverse("wagtailadmin_password_reset_confirm", args=[number, token])
    return settings.WAGTAILADMIN_BASE_URL + path


def awaits_first_visit(person: AbstractBaseUser) -> bool:
    """Whether the person has been invited and has not been here yet."""
    return person.last_login is None and not person.has_usable_password()


def start_afresh(person: AbstractBaseUser, administrator: AbstractBaseUser) -> None:
    """Takes away all by which the person, or whoever has got hold of it, could come in.

    A new unusable password ends every session and every link that has been sent, because both are signed with it.
    """
    person.set_unusable_password()
    person.save(update_fields=["password"])
    log(instance=person, action="people.reset", user=administrator)


def status_of(person: AbstractBaseUser) -> str:
    if not person.is_active:
        return _("Closed")
    return _("Invited") if awaits_first_visit(person) else _("May sign in")
