from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Our own table from the first migration: a user model cannot be exchanged later."""

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")
        verbose_name_plural = _("users")

    @property
    def display_name(self) -> str:
        """Chinese names are written family name first and without a space."""
        return f"{self.last_name}{self.first_name}".strip() or self.get_username()


class PastPassword(models.Model):
    """The hash of a password that somebody had, so that it is not taken again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="past_passwords")
    password = models.CharField(max_length=128)

    class Meta:
        verbose_name = _("past password")
        verbose_name_plural = _("past passwords")

    def __str__(self) -> str:
        return f"{self.user} #{self.pk}"


class CountedRequest(models.Model):
    """One request of a kind that is answered only so often; kept for as long as it counts."""

    action = models.CharField(max_length=30)
    # What is counted, hashed: an e-mail address or a client's address is nobody's business here.
    key = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("counted request")
        verbose_name_plural = _("counted requests")
        indexes = [models.Index(fields=["action", "key", "at"])]

    def __str__(self) -> str:
        return f"{self.action} {self.at:%Y-%m-%d %H:%M}"
