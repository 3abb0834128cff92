"""Tokens that let a program act for a person on one site."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Site

from cms.core.site_owned import PersonOwned

# Says what it is to whoever finds one in a log, and to scanners that look for secrets in source code.
PREFIX = "yses_"
DEFAULT_DAYS = 90
MAX_DAYS = 365
ISSUED = "api.issue_token"
REVOKED = "api.revoke_token"
LAST_USED_PRECISION = timedelta(minutes=1)


class TokenQuerySet(models.QuerySet):
    def in_force(self) -> "TokenQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=timezone.now(), user__is_active=True)

    def with_secret(self, secret: str) -> "TokenQuerySet":
        """Also those issued under a SECRET_KEY that has been replaced and is still a fallback."""
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return self.filter(digest__in=[digest(secret, key) for key in keys])


class Token(PersonOwned):
    """Opens the programming interface to one person's rights on one site. The secret itself is not kept.

    Ours and not Wagtail's APIToken (8.0), which knows neither an end nor a site nor reading only.
    """

    class Access(models.TextChoices):
        READ = "read", _("Read")
        WRITE = "write", _("Read and write")

    site = models.ForeignKey(Site, models.CASCADE, verbose_name=_("Site"), related_name="+")
    access = models.CharField(_("What it may do"), max_length=5, choices=Access.choices, default=Access.READ)
    name = models.CharField(
        _("Purpose"), max_length=100, help_text=_("Which program uses it and what for, so that you know it again.")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("Created"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("Expires"), editable=False)
    last_used_at = models.DateTimeField(_("Last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("Revoked"), null=True, editable=False)

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def may_write(self) -> bool:
        return self.access == self.Access.WRITE

    @property
    def status(self) -> str:
        if self.revoked_at:
            return _("revoked")
        return _("in force") if self.expires_at > timezone.now() else _("expired")

    def issue(self, days: int = DEFAULT_DAYS) -> str:
        """Saves it and returns its secret, which nobody can learn later. Raises ValueError for a longer life."""
        if not 1 <= days <= MAX_DAYS:
            raise ValueError(f"A token lives 1 to {MAX_DAYS} days")
        secret = PREFIX + secrets.token_urlsafe(32)
        self.digest = digest(secret, settings.SECRET_KEY)
        self.expires_at = self.created_at + timedelta(days=days)
        self.save(force_insert=True)
        log(self, ISSUED, user=self.user)
        return secret

    def revoke(self, by: AbstractBaseUser | None = None) -> None:
        """For good. `by` nobody when it ends with its user's password or account."""
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])
        log(self, REVOKED, user=by)

    revoke.alters_data = True

    def note_use(self) -> None:
        """Writes at most once a minute, however often it is used."""
        now = timezone.now()
        if self.last_used_at is None or now - self.last_used_at >= LAST_USED_PRECISION:
            type(self).objects.filter(pk=self.pk).update(last_used_at=now)


def digest(secret: str, key: str) -> str:
    return salted_hmac("cms.api.Token", secret, secret=key, algorithm="sha256").hexdigest()


def revoke_tokens_of(users: Iterable[AbstractBaseUser]) -> None:
    for token in Token.objects.filter(user__in=users, revoked_at=None):
        token.revoke()
