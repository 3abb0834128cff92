"""What a channel plans to show (rundowns), and what it was given to show (editions)."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale

from cms.audit.append_only import AppendOnly
from cms.core.tv_texts import TITLE, WidthValidator
from cms.media.models import Media
from cms.media.streams import HLS
from cms.tv.models import Item

# A row on the screen, in seconds: shorter than this nobody reads it.
SHORTEST, USUAL, LONGEST = 8, 12, 4 * 60 * 60
ONE_DAY = timedelta(days=1)


class Channel(models.Model):
    """A plan that screens follow. Never deleted: what it has shown stays on record."""

    code = models.SlugField(_("code"), max_length=40, unique=True, help_text=_("Screens ask for it by this name."))
    name = models.CharField(_("name"), max_length=60)
    # Empty: of the whole prefecture.
    site_id = models.PositiveBigIntegerField(_("number of the site"), null=True, blank=True)
    active = models.BooleanField(_("active"), default=True)
    # Of the channel, its rundowns and its editions: any of them is newer than it was.
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False, db_index=True)

    class Meta:
        verbose_name = pgettext_lazy("television", "channel")
        verbose_name_plural = _("channels")
        ordering = ["site_id", "code"]
        default_permissions = ("change",)

    def __str__(self) -> str:
        return self.name

    def touch(self) -> None:
        Channel.objects.filter(pk=self.pk).update(changed_at=timezone.now())


class Daypart(models.TextChoices):
    MORNING = "morning", _("Morning")
    NOON = "noon", _("Noon")
    AFTERNOON = "afternoon", _("Afternoon")
    EVENING = "evening", _("Evening")
    NIGHT = "night", _("Night")
    ALL_DAY = "all_day", _("All day")


class Rundown(models.Model):
    """What is shown between two times of a day: of one day, or of every day that has none of its own then."""

    channel = models.ForeignKey(
        Channel, on_delete=models.PROTECT, related_name="rundowns", verbose_name=pgettext_lazy("television", "channel")
    )
    title = models.CharField(_("title"), max_length=100)
    daypart = models.CharField(_("part of the day"), max_length=10, choices=Daypart.choices, default=Daypart.EVENING)
    date = models.DateField(_("day"), null=True, blank=True, help_text=_("None for every day."))
    starts_at = models.TimeField(_("begins at"))
    ends_at = models.TimeField(_("ends at"), help_text=_("Earlier than the beginning: on the next day."))
    loop = models.BooleanField(
        _("repeat"), default=False, help_text=_("After the last row the first one follows, until the end.")
    )
    # Who saves says which state they have seen, so that two people do not overwrite each other.
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("rundown")
        verbose_name_plural = _("rundowns")
        ordering = [models.F("date").asc(nulls_last=True), "starts_at", "pk"]
        default_permissions = ("change",)

    def __str__(self) -> str:
        return self.title

    @property
    def slot(self) -> timedelta:
        """From beginning to end; a whole day if these are the same time."""
        begin, end = (datetime.combine(date.min, each) for each in (self.starts_at, self.ends_at))
        return end - begin if end > begin else end - begin + ONE_DAY

    def copy_rows(self, other: "Rundown") -> None:
        """With the rule by which they are filled; `other` stays as it is."""
        for each in [*other.rows.all(), *FillRule.objects.filter(rundown=other)]:
            each.pk, each._state.adding, each.rundown = None, True, self
            each.save()

    def time_at(self, offset_s: int) -> time:
        return (datetime.combine(date.min, self.starts_at) + timedelta(seconds=offset_s)).time()


class Crop(models.TextChoices):
    HERO = "hero_1920x1080", _("Wide (16:9)")
    SQUARE = "square_480x480", _("Square (1:1)")
    POSTER = "poster_480x720", _("Upright (2:3)")


class Row(models.Model):
    """One thing on the screen: an approved item by the page's identity, which a new approval leaves as it is; a
    recording; or a live stream."""

    class Kind(models.TextChoices):
        ITEM = "item", _("Item")
        CLIP = "clip", _("Clip")
        LIVE = "live", _("Live stream")

    rundown = models.ForeignKey(Rundown, on_delete=models.CASCADE, related_name="rows")
    order = models.PositiveIntegerField(_("order"), default=0)
    seconds = models.PositiveIntegerField(
        _("seconds"), default=USUAL, validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)]
    )
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices, default=Kind.ITEM)
    locale = models.ForeignKey(Locale, on_delete=models.PROTECT, related_name="+", verbose_name=_("language"))
    item_key = models.UUIDField(_("item"), null=True, blank=True)
    recording = models.ForeignKey(
        Media, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("recording")
    )
    stream_url = models.URLField(_("address of the stream"), max_length=500, blank=True, validators=[HLS])
    title = models.CharField(
        _("title on television"), max_length=2 * TITLE, blank=True, validators=[WidthValidator(TITLE)]
    )
    crop = models.CharField(_("cut of the picture"), max_length=20, choices=Crop.choices, default=Crop.HERO)
    spoken = models.TextField(_("spoken text"), max_length=4000, blank=True)
    fallback_key = models.UUIDField(_("instead, if it cannot be shown"), null=True, blank=True)

    class Meta:
        verbose_name = _("row of a rundown")
        verbose_name_plural = _("rows of a rundown")
        ordering = ["order", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.title or f"{self.get_kind_display()} {self.order}"

    def clean(self) -> None:
        needed = {self.Kind.ITEM: "item_key", self.Kind.CLIP: "recording", self.Kind.LIVE: "stream_url"}[self.kind]
        if not getattr(self, needed):
            raise ValidationError({needed: _("Say what this row shows.")})


class FillRule(models.Model):
    """How a rundown is filled by itself: with the newest items that fit."""

    rundown = models.OneToOneField(Rundown, on_delete=models.CASCADE, related_name="rule")
    count = models.PositiveSmallIntegerField(
        _("how many"), default=10, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    seconds = models.PositiveIntegerField(
        _("seconds each"), default=USUAL, validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)]
    )
    # Empty: of all sites.
    site_id = models.PositiveBigIntegerField(_("number of the site"), null=True, blank=True)
    kind = models.CharField(_("type"), max_length=40, blank=True)
    topic = models.CharField(_("topic"), max_length=100, blank=True)
    days = models.PositiveSmallIntegerField(
        _("published in the last … days"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    not_shown_yet = models.BooleanField(_("only what this channel has not had in an edition yet"), default=True)

    class Meta:
        verbose_name = _("rule for filling")
        verbose_name_plural = _("rules for filling")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.rundown}: {self.count}"


class Reason(models.TextChoices):
    COMPILED = "compiled", _("Compiled")
    WENT_BACK = "went_back", _("Went back to an earlier one")
    WITHDRAWN = "withdrawn", _("Something was withdrawn")


class Edition(AppendOnly):
    """All that a channel shows from `made_at` on: the signed bytes themselves, which nothing changes any more.

    Numbers of a channel have no gaps, so the one before is the one with the number before.
    """

    channel = models.ForeignKey(
        Channel, on_delete=models.PROTECT, related_name="editions", verbose_name=pgettext_lazy("television", "channel")
    )
    number = models.PositiveIntegerField(_("number"))
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    # Canonical JSON (RFC 8785); in UTF-8 it is what `sha256` and `signature` are of.
    manifest = models.TextField(_("manifest"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    signature = models.CharField(_("signature"), max_length=86)
    key = models.CharField(_("key"), max_length=43)
    made_at = models.DateTimeField(_("made at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["channel", "number"], name="edition_number")]

    def __str__(self) -> str:
        return f"{self.channel} {self.number}"


class EditionAsset(AppendOnly):
    """A file of an edition, and what it is there for: a picture or QR code of an item, or a recording.

    The same file stands here once for each of these. `image` and `recording` are numbers: rows of the library may go.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="assets")
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("size"))
    mime = models.CharField(_("type"), max_length=100)
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+")
    image = models.PositiveBigIntegerField(_("number of the picture"), null=True)
    recording = models.PositiveBigIntegerField(_("number of the recording"), null=True)

    class Meta:
        verbose_name = _("file of an edition")
        verbose_name_plural = _("files of an edition")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(item=None) ^ Q(recording=None), name="asset_of_item_or_recording")
        ]

    def __str__(self) -> str:
        return self.sha256

    def of(self, edition: Edition) -> "EditionAsset":
        """The same, not saved, in another edition."""
        names = ("sha256", "size", "mime", "item_id", "image", "recording")
        return EditionAsset(edition=edition, **{name: getattr(self, name) for name in names})
