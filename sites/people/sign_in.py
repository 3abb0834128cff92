"""How somebody whom an administrator has invited or reset comes in: by a link that works once."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from cms.api.models import revoke_tokens_of
from cms.users.afresh import forget_second_factor
from cms.users.links import password_path


def password_link(person: AbstractBaseUser) -> str:
    return settings.WAGTAILADMIN_BASE_URL + password_path(person)


def awaits_first_visit(person: AbstractBaseUser) -> bool:
    """Whether the person has been invited and has not been here yet."""
    return person.last_login is None and not person.has_usable_password()


def start_afresh(person: AbstractBaseUser, administrator: AbstractBaseUser) -> None:
    """Takes away all by which the person, or whoever has got hold of it, could come in.

    A new unusable password ends every link that has been sent, and every session even where another process holds it,
    because both are signed with it.
    """
    person.set_unusable_password()
    person.save(update_fields=["password"])
    forget_second_factor(person)
    revoke_tokens_of([person])
    log(instance=person, action="people.reset", user=administrator)


def status_of(person: AbstractBaseUser) -> str:
    if not person.is_active:
        return _("Closed")
    return _("Invited") if awaits_first_visit(person) else _("May sign in")
