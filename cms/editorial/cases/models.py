"""A case: something that happened, handled on two tracks at once (双处置): the matter, and what people say of it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Min, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from cms.audit.append_only import AppendOnly
from cms.core.site_owned import SiteOwned
from cms.editorial.cases.working_days import WorkingDays


class CalendarDay(models.Model):
    """A day that is worked, or not, against what the calendar says; for all sites."""

    day = models.DateField(_("Date"), unique=True)
    is_worked = models.BooleanField(
        _("is a working day"), default=False, help_text=_("Ticked: people work. Not ticked: it is a day off.")
    )
    name = models.CharField(
        _("Reason"), max_length=60, help_text=_("For example the day of the prefecture's founding, or a make-up day.")
    )

    panels = [FieldRowPanel([FieldPanel("day"), FieldPanel("is_worked")]), FieldPanel("name")]

    class Meta:
        verbose_name = _("Exception of the calendar")
        verbose_name_plural = _("Exceptions of the calendar")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"


class CaseQuerySet(models.QuerySet):
    def open(self) -> "CaseQuerySet":
        return self.filter(status=Case.Status.OPEN)

    def overdue(self) -> "CaseQuerySet":
        return self.open().filter(pk__in=Track.objects.overdue().values("case"))

    def with_next_due(self) -> "CaseQuerySet":
        """`next_due`: the earliest deadline that nobody has met yet."""
        return self.annotate(next_due=Min("tracks__due_on", filter=~Q(tracks__status=Track.Status.DONE)))


class Case(SiteOwned):
    """Closed only when both tracks are done; nothing in Python can save it otherwise."""

    class Status(models.TextChoices):
        OPEN = "open", _("Being handled")
        CLOSED = "closed", _("Settled")

    class Severity(models.TextChoices):
        ORDINARY = "ordinary", _("Ordinary")
        SERIOUS = "serious", _("Serious")
        GRAVE = "grave", _("Grave")

    class Source(models.TextChoices):
        HOTLINE = "hotline", _("Hotline")
        MESSAGE = "message", _("Message on the site")
        COMMENT = "comment", _("Comments and posts")
        MEDIA = "media", _("Media report")
        MONITORING = "monitoring", _("Own monitoring")
        SUPERIOR = "superior", _("Assigned from above")
        OTHER = "other", _("Other")

    title = models.CharField(_("Matter"), max_length=80)
    description = models.TextField(
        _("What has happened"), max_length=2000, help_text=_("Facts, place, time, who is concerned. No personal data.")
    )
    severity = models.CharField(
        _("Severity"),
        max_length=10,
        choices=Severity,
        default=Severity.ORDINARY,
        help_text=_("Sets the first deadlines of both tracks."),
    )
    source = models.CharField(_("Where it comes from"), max_length=10, choices=Source, default=Source.MESSAGE)
    source_note = models.CharField(_("Number or link of the source"), max_length=200, blank=True)
    status = models.CharField(_("Status"), max_length=10, choices=Status, default=Status.OPEN, editable=False)
    conclusion = models.TextField(_("Conclusion"), max_length=2000, blank=True, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Opened by"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    opened_at = models.DateTimeField(_("Opened at"), default=timezone.now, editable=False)
    closed_at = models.DateTimeField(_("Closed at"), null=True, editable=False)
    pages = models.ManyToManyField(
        "wagtailcore.Page", verbose_name=_("Pages"), blank=True, related_name="cases", editable=False
    )

    objects = CaseQuerySet.as_manager()

    panels = [
        FieldPanel("site", help_text=_("Whose matter it is.")),
        FieldPanel("title"),
        FieldPanel("description"),
        FieldPanel("severity"),
        FieldRowPanel([FieldPanel("source"), FieldPanel("source_note")]),
    ]

    class Meta:
        verbose_name = _("Case")
        verbose_name_plural = _("Cases")
        ordering = ["-opened_at"]
        # `oversee` and `supervise`: who is told first, and who next, when a deadline has passed. Nobody deletes a case.
        default_permissions = ("add", "change", "view", "oversee", "supervise")

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        """Raises ValidationError for a closed case with an open track."""
        with transaction.atomic():
            if not self.is_open:
                # Nobody opens a track again meanwhile.
                list(Case.objects.select_for_update().filter(pk=self.pk))
                if reason := self.obstacle:
                    raise ValidationError(reason, code="open_track")
            super().save(*args, **kwargs)

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def obstacle(self) -> str:
        """Why it cannot be closed yet; empty if it can."""
        done = set(self.tracks.filter(status=Track.Status.DONE).values_list("kind", flat=True)) if self.pk else set()
        left = [str(kind.label) for kind in Track.Kind if kind not in done]
        if not left:
            return ""
        message = _("The case cannot be closed as long as this is not done: %(tracks)s.")
        return str(message) % {"tracks": "、".join(left)}


class TrackQuerySet(models.QuerySet):
    def undone(self) -> "TrackQuerySet":
        return self.exclude(status=Track.Status.DONE).filter(case__status=Case.Status.OPEN)

    def overdue(self) -> "TrackQuerySet":
        return self.undone().filter(due_on__lt=timezone.localdate())


class Track(models.Model):
    """One of the two ways in which a case is handled. Its deadline is counted from the day the case was opened."""

    class Kind(models.TextChoices):
        REAL = "real", _("The matter itself")
        OPINION = "opinion", _("Public opinion")

    class Status(models.TextChoices):
        OPEN = "open", _("Not begun")
        IN_PROGRESS = "progress", _("In progress")
        DONE = "done", _("Done")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tracks", editable=False)
    kind = models.CharField(max_length=10, choices=Kind, editable=False)
    department = models.CharField(_("Responsible department"), max_length=60, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Responsible person"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    person_name = models.CharField(
        _("or the name of somebody without a login"), max_length=40, blank=True, help_text=_("Name and function.")
    )
    working_days = models.PositiveSmallIntegerField(
        _("Deadline in working days"),
        validators=[MinValueValidator(1), MaxValueValidator(250)],
        help_text=_("From the day on which the case was opened; public holidays and make-up days are counted in."),
    )
    due_on = models.DateField(_("Due on"), editable=False, db_index=True)
    status = models.CharField(_("Status"), max_length=10, choices=Status, default=Status.OPEN)
    result = models.TextField(_("Result"), max_length=2000, blank=True, help_text=_("Required once it is done."))
    # How far up the overdue deadline has been told: 0 nobody, 1 the site's own, 2 the prefecture.
    escalated = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = TrackQuerySet.as_manager()

    class Meta:
        verbose_name = _("Track")
        verbose_name_plural = _("Tracks")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["case", "kind"], name="one_track_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.case} ({self.get_kind_display()})"

    def save(self, *args: object, **kwargs: object) -> None:
        """Raises ValidationError when the case is closed: its tracks stay as they were then."""
        with transaction.atomic():
            # As it is now: somebody may be closing it, and waits for us or we for them.
            case = Case.objects.select_for_update().get(pk=self.case_id)
            if not case.is_open:
                raise ValidationError(_("The case is closed. Open it again first."), code="closed")
            self.count_deadline(WorkingDays())
            super().save(*args, **kwargs)

    def count_deadline(self, days: WorkingDays) -> None:
        """A deadline that lies ahead again has not been told to anybody."""
        self.due_on = days.add(timezone.localdate(self.case.opened_at), self.working_days)
        if self.due_on >= timezone.localdate():
            self.escalated = 0

    @property
    def is_done(self) -> bool:
        return self.status == self.Status.DONE

    @property
    def is_overdue(self) -> bool:
        return not self.is_done and timezone.localdate() > self.due_on

    @cached_property
    def responsible(self) -> str:
        """Department and person as one line."""
        person = self.person.display_name if self.person else self.person_name
        return " · ".join(filter(None, [self.department, person]))


class CaseEntry(AppendOnly):
    """A line of the timeline. Without a person it was written by the platform."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("Opened")
        NOTE = "note", _("Remark")
        CHANGED = "changed", _("Changed")
        PAGES = "pages", _("Pages")
        OVERDUE = "overdue", _("Overdue")
        CLOSED = "closed", _("Settled")
        REOPENED = "reopened", _("Opened again")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries")
    track = models.CharField(max_length=10, choices=Track.Kind, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NOTE)
    text = models.TextField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Entry of a timeline")
        verbose_name_plural = _("Entries of a timeline")
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.case}: {self.text}"
