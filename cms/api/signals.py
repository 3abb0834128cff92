"""Tokens end with their user's account. While it is deactivated they are refused anyway (Token.in_force)."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models.signals import post_save
from django.dispatch import receiver

from cms.api.models import revoke_tokens_of


@receiver(post_save, sender=get_user_model())
def end_with_the_account(instance: AbstractBaseUser, created: bool, **kwargs) -> None:
    if not created and not instance.is_active:
        revoke_tokens_of(instance)
