"""Links with which somebody sets a password."""

from datetime import timedelta

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.http import base36_to_int

FORGOTTEN = timedelta(hours=1)
GIVEN = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


class LinkTokens(PasswordResetTokenGenerator):
    """For who has forgotten the password an hour; longer for who has none because an administrator sends the link.

    Django's own (5.2) knows one time for all.
    """

    def check_token(self, user: AbstractBaseUser | None, token: str | None) -> bool:
        if not super().check_token(user, token):
            return False
        age = self._num_seconds(self._now()) - base36_to_int(token.partition("-")[0])
        return not user.has_usable_password() or age <= FORGOTTEN.total_seconds()


def password_path(user: AbstractBaseUser) -> str:
    """Works once, and no longer when password or e-mail address have changed."""
    key = {"uidb36": user_pk_to_url_str(user), "key": LinkTokens().make_token(user)}
    return reverse("account_reset_password_from_key", kwargs=key)
