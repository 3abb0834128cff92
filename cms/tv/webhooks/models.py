"""Addresses that are told of changes, and what they were told."""

import random
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from cms.publications.models import LogRow
from cms.tv.changes import Cursor
from cms.tv.consumers.models import Consumer
from cms.tv.webhooks.signing import new_secret, seal, unseal

# The first pause after a failure, the longest one, and after how long without success nothing is sent any more.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=15)
PATIENCE = timedelta(days=3)
# Without a new row in the log it is looked at again after this: times of validity end without one.
LOOK_AGAIN = timedelta(seconds=30)
# Longer than any request to a receiver.
LEASE = timedelta(seconds=60)
# Old and new secret sign side by side for so long.
GRACE = timedelta(days=7)


def validate_url(url: str) -> None:
    allowed = ("https", "http") if settings.TV_WEBHOOKS_INSIDE else ("https",)
    try:
        parts = urlsplit(url)
        is_good = parts.scheme in allowed and parts.hostname and parts.port != 0
    except ValueError:
        is_good = False
    if not is_good or parts.username or parts.fragment:
        raise ValidationError(_("An address that begins with https://, without a password in it."))


class SubscriptionQuerySet(QuerySet):
    def at_work(self) -> QuerySet:
        return self.filter(active=True, paused_at=None, ended_at=None, consumer__active=True)

    def due(self, end_of_log: int) -> QuerySet:
        """Whose time has come, or for whom there may be something new."""
        now = timezone.now()
        is_due = Q(next_at__lte=now) | Q(failures=0, seen__lt=end_of_log)
        return self.at_work().filter(is_due, taken_until__lte=now)

    def take(self, subscription: "Subscription", end_of_log: int) -> bool:
        """Whether it is ours now: a second program does not send the same."""
        until = timezone.now() + LEASE
        return bool(self.due(end_of_log).filter(pk=subscription.pk).update(taken_until=until))

    def paused(self) -> QuerySet:
        return self.filter(active=True).exclude(paused_at=None)


class Subscription(models.Model):
    """Follows the changes with a cursor of its own; the cursor moves when a delivery has been taken.

    So deliveries go out in order, and what is tried again is made anew: nothing goes out that was recalled meanwhile.
    """

    consumer = models.ForeignKey(Consumer, on_delete=models.PROTECT, related_name="+", verbose_name=_("consumer"))
    url = models.CharField(_("address"), max_length=500, validators=[validate_url])
    # Said, and not concluded from there being no sites below: a site may be deleted.
    all_sites = models.BooleanField(_("all sites"), default=True)
    sites = models.ManyToManyField(
        Site, blank=True, related_name="+", verbose_name=_("sites"), help_text=_("Unless it is to get all sites.")
    )
    active = models.BooleanField(_("active"), default=True)
    sealed_secret = models.TextField(editable=False)
    sealed_old_secret = models.TextField(blank=True, editable=False)
    old_secret_until = models.DateTimeField(null=True, editable=False)
    cursor = models.CharField(_("cursor"), max_length=20, default=str(Cursor()), editable=False)
    # The end of the log when it was last looked at, and until when a program is at it.
    seen = models.PositiveBigIntegerField(default=0, editable=False)
    taken_until = models.DateTimeField(default=timezone.now, editable=False)
    next_at = models.DateTimeField(_("next attempt"), default=timezone.now, editable=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    failing_since = models.DateTimeField(_("failing since"), null=True, editable=False)
    paused_at = models.DateTimeField(_("paused"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended by the receiver"), null=True, editable=False)
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["pk"]
        default_permissions = ("add", "change", "view")
        indexes = [models.Index(fields=["next_at"], condition=Q(active=True), name="tv_webhooks_due")]

    def __str__(self) -> str:
        return self.url

    @property
    def state(self) -> str:
        if self.ended_at:
            return _("ended by the receiver (410)")
        if self.paused_at and not self.failing_since:
            return _("paused: its secret cannot be read any more; make a new one for it")
        if self.paused_at:
            return _("paused after three days of failures")
        if not self.active:
            return _("switched off")
        return _("failing") if self.failures else _("at work")

    def new_secret(self) -> str:
        """Does not save. The one before signs as well for some days."""
        if self.sealed_secret:
            self.sealed_old_secret, self.old_secret_until = self.sealed_secret, timezone.now() + GRACE
        secret = new_secret()
        self.sealed_secret = seal(secret)
        return secret

    def secrets(self) -> list[str]:
        """None if the SECRET_KEY under which they were sealed is gone."""
        sealed = [self.sealed_secret]
        if self.old_secret_until and self.old_secret_until > timezone.now():
            sealed.append(self.sealed_old_secret)
        return [secret for one in sealed if (secret := unseal(one))]

    def succeed(self, cursor: Cursor, end_of_log: int, has_more: bool) -> None:
        pause = timedelta(0) if has_more else LOOK_AGAIN
        self._settle(
            cursor=str(cursor), seen=end_of_log, failures=0, failing_since=None, next_at=timezone.now() + pause
        )

    def fail(self) -> None:
        """Twice as long a pause each time, and not the same for all whose network has come back."""
        now = timezone.now()
        since = self.failing_since or now
        pause = min(FIRST_PAUSE * 2 ** min(self.failures, 20), LONGEST_PAUSE)
        self._settle(
            failures=self.failures + 1,
            failing_since=since,
            next_at=now + pause * random.uniform(0.5, 1),  # noqa: S311 - not a secret
            paused_at=now if now - since > PATIENCE else None,
        )

    def pause_unsigned(self) -> None:
        self._settle(paused_at=timezone.now(), failures=0, failing_since=None)

    def end(self) -> None:
        self._settle(ended_at=timezone.now())

    def _settle(self, **values: Any) -> None:
        """Unless somebody has meanwhile sent it back to an earlier cursor."""
        values["taken_until"] = timezone.now()
        Subscription.objects.filter(pk=self.pk, cursor=self.cursor).update(**values)

    def send_again(self, since: datetime | None = None) -> None:
        """Whatever stopped it; from where it was, or with all changes since a time once more, as they are now."""
        if since:
            earlier = LogRow.objects.filter(at__lt=since, cursor__isnull=False).order_by("-cursor")
            self.cursor = str(Cursor(number, False) if (number := _first(earlier)) else Cursor())
        self.failures, self.failing_since, self.paused_at, self.ended_at = 0, None, None, None
        self.next_at = self.taken_until = timezone.now()
        self.save()

    new_secret.alters_data = succeed.alters_data = fail.alters_data = True
    pause_unsigned.alters_data = end.alters_data = send_again.alters_data = True


def _first(rows: QuerySet) -> int:
    return rows.values_list("cursor", flat=True).first() or 0


class Delivery(models.Model):
    """One request to a receiver and what came back. Kept for some weeks."""

    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("webhook")
    )
    message = models.CharField(_("id"), max_length=64)
    body = models.TextField(_("content"))
    after = models.CharField(_("from cursor"), max_length=20)
    until = models.CharField(_("to cursor"), max_length=20)
    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)
    # None if there was no answer.
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    milliseconds = models.PositiveIntegerField(_("milliseconds"))
    is_replay = models.BooleanField(_("sent again"), default=False)

    class Meta:
        verbose_name = _("delivery of a webhook")
        verbose_name_plural = _("deliveries of webhooks")
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.message

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300
