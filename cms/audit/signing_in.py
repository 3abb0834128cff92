"""Sign-ins and sign-outs, good and bad. Passwords, second factors and rights are rows, and recorded as such."""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from cms.audit.models import Action
from cms.audit.record import record


@receiver(user_logged_in)
def record_signed_in(sender: type, user: AbstractBaseUser, **kwargs) -> None:
    record(Action.SIGNED_IN, user, actor=user)


@receiver(user_logged_out)
def record_signed_out(sender: type, user: AbstractBaseUser | None, **kwargs) -> None:
    if user is not None:
        record(Action.SIGNED_OUT, user, actor=user)


@receiver(user_login_failed)
def record_failed_sign_in(sender: str, credentials: dict, **kwargs) -> None:
    """Nobody is at work yet: the name that was tried is the object, not the actor."""
    name = credentials.get(get_user_model().USERNAME_FIELD) or credentials.get("login") or credentials.get("email")
    _record_attempt(Action.SIGN_IN_FAILED, str(name or ""))


def _record_attempt(action: Action, name: str) -> None:
    people = get_user_model()._default_manager
    person = people.filter(**{people.model.USERNAME_FIELD: name}).first() if name else None
    record(action, person, title=name)


if apps.is_installed("axes"):
    from axes.signals import user_locked_out

    @receiver(user_locked_out)
    def record_locked_out(sender: object, username: str | None, **kwargs) -> None:
        _record_attempt(Action.LOCKED_OUT, username or "")


if apps.is_installed("allauth.mfa"):
    from allauth.mfa.signals import authentication_failed

    @receiver(authentication_failed)
    def record_wrong_code(sender: type, request: HttpRequest, user: AbstractBaseUser, **kwargs) -> None:
        record(Action.SIGN_IN_FAILED, user, details={"step": "second factor"})
