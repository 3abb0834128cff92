"""Alerts: being written, issued, replaced by others, and looked at afterwards; and programs that send us theirs."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from cms.audit.append_only import AppendOnly, AppendOnlyQuerySet
from cms.tv.alerts.terms import Category, Certainty, Message, Response, Severity, Status, Urgency
from cms.tv.bearer import KeyHolder

LONGEST = timedelta(hours=72)
# What a drill's headline begins with, in each language, wherever it goes.
DRILL, DRILL_EN = "【演练】", "[DRILL] "


class OfSite(models.Model):
    """By the number of the site, which may be deleted: what was issued stays."""

    site_id = models.PositiveBigIntegerField(_("number of the site"))

    class Meta:
        abstract = True

    @cached_property
    def site(self) -> Site | None:
        return Site.objects.filter(pk=self.site_id).first()


class Content(models.Model):
    """What an alert says. `areas` are the numbers of the sites for whose places it holds; those below them included."""

    translations = {
        "event": "event_en",
        "headline": "headline_en",
        "description": "description_en",
        "instruction": "instruction_en",
    }

    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.ACTUAL)
    message = models.CharField(_("kind of message"), max_length=10, choices=Message.choices, default=Message.ALERT)
    event = models.CharField(_("event"), max_length=40)
    category = models.CharField(_("category"), max_length=10, choices=Category.choices, default=Category.MET)
    response = models.CharField(_("what to do"), max_length=10, choices=Response.choices, default=Response.PREPARE)
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency.choices, default=Urgency.EXPECTED)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity.choices, default=Severity.MODERATE)
    certainty = models.CharField(_("certainty"), max_length=10, choices=Certainty.choices, default=Certainty.LIKELY)
    headline = models.CharField(_("headline"), max_length=60)
    description = models.TextField(_("what is happening"), max_length=500, blank=True)
    instruction = models.TextField(_("what people should do"), max_length=500, blank=True)
    event_en = models.CharField(_("event in English"), max_length=80, blank=True)
    headline_en = models.CharField(_("headline in English"), max_length=160, blank=True)
    description_en = models.TextField(_("what is happening, in English"), max_length=1000, blank=True)
    instruction_en = models.TextField(_("what people should do, in English"), max_length=1000, blank=True)
    areas = models.JSONField(_("areas"), default=list)
    origin = models.CharField(_("based on"), max_length=100, blank=True, help_text=_("Whose finding it is."))
    onset = models.DateTimeField(_("expected from"), null=True, blank=True)
    expires = models.DateTimeField(_("shown until"), help_text=_("At most 72 hours after it begins."))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.headline

    @property
    def is_drill(self) -> bool:
        return self.status == Status.EXERCISE

    def mark_drill(self) -> None:
        """Whoever reads the headline alone must read that it is a drill. An actual alert never says so."""
        for name, mark in (("headline", DRILL), ("headline_en", DRILL_EN)):
            text = getattr(self, name).removeprefix(mark)
            setattr(self, name, mark + text if text and self.is_drill else text)

    def clean(self) -> None:
        """With the mark of a drill, which nobody types, the headline must still fit."""
        super().clean()
        self.mark_drill()
        for name in ("headline", "headline_en"):
            length, longest = len(getattr(self, name)), self._meta.get_field(name).max_length
            if length > longest:
                words = {"length": length, "longest": longest}
                text = _("With the mark of a drill it has %(length)s characters; %(longest)s are allowed.")
                raise ValidationError({name: text % words})

    def content(self) -> dict:
        return {field.name: getattr(self, field.name) for field in Content._meta.get_fields()}


class CapSource(KeyHolder, OfSite):
    """A program that may send alerts for its site's places and those of the sites below it."""

    prefix = "ysc"

    name = models.CharField(_("name"), max_length=80)
    sender = models.CharField(_("sender"), max_length=100, help_text=_("As it stands in the messages (CAP: sender)."))
    at_once = models.BooleanField(
        _("may issue at once"), default=False, help_text=_("Otherwise what it sends waits as a draft for somebody.")
    )
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("sender of alerts")
        verbose_name_plural = _("senders of alerts")
        ordering = ["name"]
        default_permissions = ("change",)

    def __str__(self) -> str:
        return self.name


class Draft(OfSite, Content):
    """Being written. Issuing turns it into an alert; a drill never becomes anything else than a drill."""

    effective = models.DateTimeField(
        _("shown from"), null=True, blank=True, help_text=_("Empty: as soon as it is issued.")
    )
    # Alerts that it will take the place of.
    replaces = models.JSONField(default=list, editable=False)
    # Sent by a program: its words, under its name.
    source = models.ForeignKey(CapSource, null=True, editable=False, on_delete=models.CASCADE, related_name="+")
    identifier = models.CharField(max_length=150, blank=True, editable=False)
    sent = models.DateTimeField(null=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("written by")
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("draft of an alert")
        verbose_name_plural = _("drafts of alerts")
        ordering = ["-pk"]
        default_permissions = ()

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding and self.status != Draft.objects.values_list("status", flat=True).get(pk=self.pk):
            raise ValidationError(_("A drill stays a drill, and an actual alert an actual one. Write a new one."))
        self.mark_drill()
        super().save(*args, **kwargs)


class AlertQuerySet(AppendOnlyQuerySet):
    def standing(self) -> QuerySet:
        """Neither over nor replaced at this moment; some may begin later."""
        now = timezone.now()
        replaced = Replacement.objects.filter(old=OuterRef("pk"), alert__effective__lte=now)
        return self.exclude(message=Message.CANCEL).filter(~Exists(replaced), expires__gt=now)

    def in_force(self) -> QuerySet:
        return self.standing().filter(effective__lte=timezone.now())


class Alert(AppendOnly, OfSite, Content):
    """Issued, as it was: changed only by another message that refers to it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    identifier = models.CharField(_("identifier"), max_length=150)
    sender = models.CharField(_("sender"), max_length=100)
    sent = models.DateTimeField(_("sent"))
    effective = models.DateTimeField(_("shown from"))
    source = models.ForeignKey(CapSource, null=True, on_delete=models.PROTECT, related_name="+")
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("issued by")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("issued"), auto_now_add=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-pk"]
        default_permissions = ("add",)
        constraints = [models.UniqueConstraint(fields=["sender", "identifier"], name="alert_by_identifier")]
        indexes = [models.Index(fields=["expires"], name="alert_expires")]

    @property
    def key(self) -> str:
        """The id by which screens and consumers know it."""
        return self.uid.hex

    @property
    def level(self) -> str:
        return Severity(self.severity).level

    @property
    def replaced(self) -> list["Alert"]:
        return [row.old for row in self.replacing.select_related("old").order_by("pk")]

    @property
    def state(self) -> str:
        now = timezone.now()
        successors = [row.alert for row in self.replaced_by.all()]
        if self.message == Message.CANCEL:
            return _("All clear")
        if any(one.message == Message.CANCEL for one in successors):
            return _("Ended by an all clear")
        if any(one.effective <= now for one in successors):
            return _("Replaced by an update")
        if self.expires <= now:
            return _("Over")
        return _("In force") if self.effective <= now else _("Still to come")


class Replacement(AppendOnly):
    """`alert` takes the place of `old`, from the time at which it is effective."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="replacing")
    old = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="replaced_by")

    class Meta:
        verbose_name = _("replacement of an alert")
        verbose_name_plural = _("replacements of alerts")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["alert", "old"], name="one_replacement")]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.alert_id}"


class Check(AppendOnly):
    """Somebody else than who issued it has looked at it afterwards: an alert waits for nobody."""

    alert = models.OneToOneField(Alert, on_delete=models.PROTECT, related_name="looked_at")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("checked by")
    )
    created_at = models.DateTimeField(_("checked at"), auto_now_add=True)

    class Meta:
        verbose_name = _("check of an alert")
        verbose_name_plural = _("checks of alerts")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.alert_id}: {self.by}"
