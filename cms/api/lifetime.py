"""Tokens end with their user's account or password.

While an account is deactivated they are refused anyway (Token.in_force); this is so that they do not come back with it.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _

from cms.api.models import revoke_tokens_of


@receiver(post_save, sender=get_user_model())
def end_with_the_account(instance: AbstractBaseUser, created: bool, **kwargs) -> None:
    if not created and not instance.is_active:
        revoke_tokens_of([instance])


class TokensEndWithPassword:
    """A password validator that allows every password: Django tells validators when one has changed.

    No signal does, and a saved hash may also differ because it was only made stronger at a login.
    """

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        pass

    def get_help_text(self) -> str:
        return _("With a new password, API tokens of the account end.")

    def password_changed(self, password: str, user: AbstractBaseUser | None = None) -> None:
        revoke_tokens_of([user])
