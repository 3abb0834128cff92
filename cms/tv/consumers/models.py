"""Programs that read the channel's contract, their keys, and how much they ask."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.tv.secrets import digest_of, new_secret

PREFIX = "yst"
# Characters of the secret's end by which people tell keys apart.
HINT = 4
GRACE_DAYS = 7
KEY_LIFE = timedelta(days=366)


def validate_origins(text: str) -> None:
    """One origin a line, as browsers send it: `https://tv.example.cn`."""
    for line in text.split():
        parts = urlsplit(line)
        if parts.scheme not in ("http", "https") or not parts.netloc or line != f"{parts.scheme}://{parts.netloc}":
            raise ValidationError(_("“%(line)s” is no origin such as https://tv.example.cn."), params={"line": line})


class Consumer(models.Model):
    name = models.CharField(_("name"), max_length=100, unique=True)
    contact = models.TextField(_("contact"), help_text=_("Whom to ask when the program misbehaves."))
    active = models.BooleanField(_("active"), default=True, help_text=_("Without it all its keys are refused."))
    per_minute = models.PositiveIntegerField(
        _("requests per minute"), default=600, validators=[MinValueValidator(1)], help_text=_("Per process.")
    )
    origins = models.TextField(
        _("origins"),
        blank=True,
        validators=[validate_origins],
        help_text=_("Web sites whose scripts may use its keys, one a line, such as https://tv.example.cn."),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("made by"),
    )
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("consumer")
        verbose_name_plural = _("consumers")
        ordering = ["name"]
        # Who stops reading is switched off: what a program was sent stays on record.
        default_permissions = ("add", "change", "view")

    def __str__(self) -> str:
        return self.name

    @property
    def allowed_origins(self) -> frozenset[str]:
        return frozenset(self.origins.split())

    def issue(self) -> str:
        """A new key; returns the secret, which nobody can learn later."""
        secret = new_secret(PREFIX)
        self.keys.create(digest=digest_of(secret), hint=secret[-HINT:], expires_at=timezone.now() + KEY_LIFE)
        return secret

    def rotate(self, grace: timedelta) -> str:
        """A new key beside the newest old one, which ends after the time of grace; still older ones end at once."""
        now = timezone.now()
        newest, *older = self.keys.in_force() or [None]
        for key in older:
            key.revoke()
        if newest:
            newest.expires_at = min(newest.expires_at, now + grace)
            newest.save(update_fields=["expires_at"])
        return self.issue()

    issue.alters_data = rotate.alters_data = True


class KeyQuerySet(QuerySet):
    def in_force(self) -> QuerySet:
        return self.filter(ended_at=None, expires_at__gt=timezone.now())


class Key(models.Model):
    consumer = models.ForeignKey(Consumer, on_delete=models.CASCADE, related_name="keys", verbose_name=_("consumer"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(_("ends in"), max_length=HINT, editable=False)
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    # To some seconds: written with the counts, never by a request.
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    ended_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    objects = KeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("key of a consumer")
        verbose_name_plural = _("keys of consumers")
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{PREFIX}_…{self.hint}"

    @property
    def in_force(self) -> bool:
        return self.ended_at is None and self.expires_at > timezone.now()

    def revoke(self) -> None:
        """Refused from now on; by other processes in a few seconds (`cms.tv.consumers.keys`)."""
        self.ended_at = timezone.now()
        self.save(update_fields=["ended_at"])

    revoke.alters_data = True


class CountQuerySet(QuerySet):
    def last_day(self) -> QuerySet:
        return self.since(timezone.now() - timedelta(hours=24))

    def since(self, time: datetime) -> QuerySet:
        return self.filter(Q(hour__gte=time.replace(minute=0, second=0, microsecond=0)))


class HourlyCount(models.Model):
    """Requests of one kind in one hour. Two processes may each have made a row of the same kind: add them up."""

    hour = models.DateTimeField(_("hour"), db_index=True)
    consumer = models.ForeignKey(
        Consumer, null=True, on_delete=models.CASCADE, related_name="counts", verbose_name=_("consumer")
    )
    operation = models.CharField(_("operation"), max_length=60)
    status = models.PositiveSmallIntegerField(_("status"))
    requests = models.PositiveBigIntegerField(_("requests"), default=0)
    bytes = models.PositiveBigIntegerField(_("bytes"), default=0)

    objects = CountQuerySet.as_manager()

    class Meta:
        verbose_name = _("count of requests")
        verbose_name_plural = _("counts of requests")
        default_permissions = ()
        indexes = [models.Index(fields=["consumer", "hour"], name="tv_counts_of_consumer")]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H} {self.operation} {self.status}"
