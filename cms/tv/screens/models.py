"""Registered screens, what each of them told last, and what has been on air on it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.audit.append_only import AppendOnly
from cms.tv.alerts.models import Alert
from cms.tv.bearer import KeyHolder
from cms.tv.editions.models import Channel


class ScreenQuerySet(models.QuerySet):
    def registered(self) -> "ScreenQuerySet":
        return self.filter(ended_at=None)


class Screen(KeyHolder):
    """A television, a town hall's wall or a play-out machine that follows a channel. Ended, never deleted."""

    prefix = "yss"

    code = models.SlugField(_("code"), max_length=40, unique=True, help_text=_("Such as lichuan-hall-1."))
    name = models.CharField(_("name"), max_length=60)
    place = models.CharField(_("place"), max_length=100, blank=True, help_text=_("Where somebody finds it."))
    # Whose alerts it shows. Empty: those of the whole prefecture.
    site_id = models.PositiveBigIntegerField(_("number of the site"), null=True, blank=True)
    channel = models.ForeignKey(
        Channel, verbose_name=pgettext_lazy("television", "channel"), on_delete=models.PROTECT, related_name="screens"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(_("registered"), auto_now_add=True)

    objects = ScreenQuerySet.as_manager()

    class Meta:
        verbose_name = _("screen")
        verbose_name_plural = _("screens")
        ordering = ["code"]
        default_permissions = ("change",)

    def __str__(self) -> str:
        return self.name


class LastReport(models.Model):
    """What the screen told last; the row is written over. Times: the screen's own, and ours."""

    screen = models.OneToOneField(Screen, on_delete=models.CASCADE, related_name="last", primary_key=True)
    edition = models.PositiveIntegerField(_("edition"), null=True)
    alerts = models.JSONField(_("alerts"), default=list)
    shown_at = models.DateTimeField(_("time of the screen"))
    at = models.DateTimeField(_("last contact"))

    class Meta:
        verbose_name = _("last report of a screen")
        verbose_name_plural = _("last reports of screens")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.screen_id}: {self.edition}"


class Event(AppendOnly):
    """Something that changed on a screen: the proof of what was on air, and the receipts of alerts."""

    class Kind(models.TextChoices):
        EDITION = "edition", _("Edition on air")
        ALERT = "alert", _("Alert shown")
        BACK = "back", _("Back after silence")

    screen = models.ForeignKey(Screen, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("what"), max_length=10, choices=Kind.choices)
    edition = models.PositiveIntegerField(_("edition"), null=True)
    alert = models.ForeignKey(Alert, null=True, on_delete=models.PROTECT, related_name="receipts")
    # Of a screen that came back: when it was last heard.
    silent_since = models.DateTimeField(_("silent since"), null=True)
    shown_at = models.DateTimeField(_("time of the screen"))
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("event of a screen")
        verbose_name_plural = _("events of screens")
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["screen", "alert"], name="one_receipt")]

    def __str__(self) -> str:
        return f"{self.screen_id} {self.kind} {self.edition or self.alert_id or ''}"
