"""The list of words, its versions, and what was found with it."""

import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Page, Revision

from cms.core.site_owned import SiteOwned
from cms.editorial.texts.kinds import Kind, Severity, TermKind, Worded


class Term(Worded, SiteOwned):
    """What the text check looks for on a site and on the sites below it.

    The list of the topmost site binds all. What a site below adds counts there, and takes nothing away: see
    `engine.Lexicon`.
    """

    term = models.CharField(
        _("Wording"), max_length=60, help_text=_("As it must not be written; full-width and capital letters match too.")
    )
    kind = models.CharField(_("Kind"), max_length=20, choices=TermKind, default=TermKind.WRONG)
    severity = models.PositiveSmallIntegerField(
        _("Severity"),
        choices=Severity,
        default=Severity.SUGGEST,
        help_text=_("“Refused” keeps a page from being submitted and published: only for what is wrong in every text."),
    )
    suggestion = models.CharField(_("Write instead"), max_length=120, blank=True)
    exceptions = models.TextField(
        _("Not in"),
        max_length=1000,
        blank=True,
        help_text=_("Longer wordings in which it is right, one a line. Each of them contains the word."),
    )
    note = models.CharField(
        _("Why"), max_length=200, blank=True, help_text=_("Shown with the finding: reason or source of the rule.")
    )

    panels = [
        FieldPanel("site", help_text=_("The entry counts on this site and on the sites below it.")),
        FieldRowPanel([FieldPanel("term"), FieldPanel("suggestion")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("severity")]),
        FieldPanel("exceptions"),
        FieldPanel("note"),
    ]

    # What a version says about an entry, and what the file for editors holds.
    CONTENT = ("term", "kind", "severity", "suggestion", "exceptions", "note")

    class Meta:
        verbose_name = _("List entry")
        verbose_name_plural = _("List of words")
        ordering = ["-severity", "term"]
        constraints = [models.UniqueConstraint(fields=["site", "term"], name="one_entry_a_wording")]

    def __str__(self) -> str:
        return f"{self.term} → {self.suggestion}" if self.suggestion else self.term

    @property
    def exception_list(self) -> list[str]:
        return [line.strip() for line in self.exceptions.splitlines() if line.strip()]

    def content(self) -> dict:
        return {name: getattr(self, name) for name in self.CONTENT}

    def clean(self) -> None:
        super().clean()
        self.term = self.term.strip()
        self.exceptions = "\n".join(self.exception_list)
        if len(self.term) < 2 and self.kind != TermKind.NUMBER and self.severity == Severity.REFUSE:
            raise ValidationError({"severity": _("A single character is part of too many words to be refused.")})
        if self.kind == TermKind.NUMBER:
            self._clean_number()
        word = _folded(self.term)
        for exception in self.exception_list:
            if word not in _folded(exception) or word == _folded(exception):
                message = _("“%(exception)s” does not contain “%(term)s” as a part.")
                raise ValidationError({"exceptions": message % {"exception": exception, "term": self.term}})

    def _clean_number(self) -> None:
        from cms.editorial.texts.lexicon import has_site_above

        if has_site_above(self.site_id):
            message = _("Only the topmost site may let numbers pass: a list adds to the one above.")
            raise ValidationError({"kind": message})
        if not any(character.isdigit() for character in self.term):
            raise ValidationError({"term": _("This kind of entry is a number.")})


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


class ListVersion(SiteOwned):
    """One change of a site's list: who, when, what. Its number is the primary key: higher is newer, for all sites."""

    created_at = models.DateTimeField(_("Time"), default=timezone.now)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Person"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # A list of {"term", "before", "after"}; before or after is None for an entry that is new or gone.
    changes = models.JSONField(_("Changes"), default=list)

    class Meta:
        verbose_name = _("Version of the list")
        verbose_name_plural = _("Versions of the list")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def number(self) -> int:
        return self.pk


class RevisionCheck(models.Model):
    """What was found in a draft when it was saved: a list of `findings.Finding` as plain data."""

    revision = models.OneToOneField(Revision, models.CASCADE, related_name="+")
    version = models.PositiveBigIntegerField()
    findings = models.JSONField(default=list)

    class Meta:
        verbose_name = _("Checked draft")
        verbose_name_plural = _("Checked drafts")

    def __str__(self) -> str:
        return f"{self.revision_id}: {len(self.findings)}"


class LiveFinding(Worded, SiteOwned):
    """Something that the present list finds in what readers see: on a page, or in a text such as an alert banner."""

    page = models.ForeignKey(Page, models.CASCADE, null=True, related_name="+")
    # Where there is no page: model label and number of what holds the text.
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    title = models.CharField(_("Page"), max_length=255)
    severity = models.PositiveSmallIntegerField(_("Severity"), choices=Severity)
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind)
    term = models.CharField(_("Entry"), max_length=60)
    place = models.CharField(_("Place"), max_length=255)
    path = models.CharField(max_length=500, blank=True)
    before = models.CharField(max_length=80, blank=True)
    matched = models.CharField(_("Finding"), max_length=120)
    after = models.CharField(max_length=80, blank=True)
    suggestion = models.CharField(_("Write instead"), max_length=120, blank=True)
    note = models.CharField(_("Why"), max_length=200, blank=True)
    version = models.PositiveBigIntegerField(_("Version of the list"))
    found_at = models.DateTimeField(_("Found since"), default=timezone.now)

    class Meta:
        verbose_name = _("Finding in what is live")
        verbose_name_plural = _("Look back")
        ordering = ["-severity", "found_at", "pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="live_finding_subject")]

    def __str__(self) -> str:
        return f"{self.title}: {self.matched}"
