"""What the gate goes by: who approved which content, and on what ground each page is live."""

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from cms.audit.append_only import AppendOnly, AppendOnlyQuerySet
from cms.core.release import Basis

BASES = [
    (Basis.APPROVED.value, _("approved by two people")),
    (Basis.READDRESSED.value, _("approved by two people, and at its source's new address since")),
    (Basis.URGENT.value, _("urgent, to be approved afterwards")),
    (Basis.SHIPPED.value, _("came with the platform")),
    (Basis.FOLLOWING.value, _("follows another page")),
    (Basis.ADOPTED.value, _("was live before the gate")),
]


# Joined by a character that nobody types.
LINE, BETWEEN = ("title", "slug", "seo_title", "search_description"), 31


def line_of(page: Page) -> str:
    return chr(BETWEEN).join(getattr(page, name) for name in LINE)


class OfPage(QuerySet):
    def of(self, page: Page) -> QuerySet:
        """Rows of the page's identity, which outlives moves, other addresses and deletion."""
        return self.filter(translation_key=page.translation_key, locale=page.locale_id)


class FactQuerySet(AppendOnlyQuerySet, OfPage):
    pass


class PageFact(models.Model):
    """Something that stays true of a page's identity: (translation key, locale)."""

    translation_key = models.UUIDField(_("translation key"))
    locale = models.ForeignKey(Locale, on_delete=models.PROTECT, related_name="+", verbose_name=_("language"))
    fingerprint = models.CharField(_("fingerprint"), max_length=65)

    objects = OfPage.as_manager()

    class Meta:
        abstract = True


class Approval(AppendOnly, PageFact):
    """One person has approved exactly this content."""

    # The stages' own names, as they were: what a stage is called may change later.
    stage = models.CharField(_("stage"), max_length=40)
    stage_name = models.CharField(_("name of the stage"), max_length=255)
    revision_id = models.BigIntegerField(_("revision"), null=True)
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("approver")
    )
    comment = models.TextField(_("comment"), blank=True)
    created_at = models.DateTimeField(_("time"), auto_now_add=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["pk"]
        indexes = [models.Index(fields=["translation_key", "locale"], name="approval_page")]

    def __str__(self) -> str:
        return f"{self.stage_name}: {self.approver}"


class EndedQuerySet(FactQuerySet):
    """Of facts that hold for a time: from `created_at` to `ended_at`."""

    def open(self) -> QuerySet:
        return self.filter(ended_at=None)

    def end(self) -> None:
        self.open().update(ended_at=timezone.now())


class ClearanceQuerySet(EndedQuerySet):
    def releases(self) -> QuerySet:
        """Without those for a new address alone, at which nothing new goes live."""
        return self.exclude(basis=Basis.READDRESSED)


class Clearance(AppendOnly, PageFact):
    """The ground on which a page is live; at most one is open for each page.

    The database opens no page to the public without one, ends it when the page goes, and takes one with the ground
    `approved` only while two people's approvals of the same content are there (triggers.py).
    """

    basis = models.CharField(_("ground"), max_length=20, choices=BASES)
    # Of the live revision that it is for; none for a page that was written without one.
    revision_id = models.BigIntegerField(_("revision"), null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("released by")
    )
    created_at = models.DateTimeField(_("live since"), auto_now_add=True)
    ended_at = models.DateTimeField(_("until"), null=True)
    # What the page's own row says in words, for the database to compare; none of pages that were live before the gate.
    line = models.TextField(_("title, address, for search engines"), null=True)  # noqa: DJ001

    objects = ClearanceQuerySet.as_manager()
    filled_later = ("ended_at",)

    class Meta:
        verbose_name = _("clearance")
        verbose_name_plural = _("clearances")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "locale"], condition=Q(ended_at=None), name="one_open_clearance"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_basis_display()} ({self.created_at:%Y-%m-%d %H:%M})"

    @property
    def slug(self) -> str | None:
        return None if self.line is None else self.line.split(chr(BETWEEN))[LINE.index("slug")]


class FileChange(AppendOnly):
    """Another name under which a file may be stored though readers have it: they see the same as before.

    The database lets no other name into the row of a file that a live page uses (triggers.py).
    """

    label = models.CharField(_("kind"), max_length=100)
    file_id = models.PositiveBigIntegerField(_("number of the file"))
    name = models.CharField(_("name"), max_length=255)
    created_at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("unseen change of a file")
        verbose_name_plural = _("unseen changes of files")
        default_permissions = ()
        indexes = [models.Index(fields=["label", "file_id"], name="filechange_file")]

    def __str__(self) -> str:
        return f"{self.label} {self.file_id}: {self.name}"


class UrgentQuerySet(OfPage):
    def standing(self) -> QuerySet:
        """Released and neither confirmed by two people yet nor taken back."""
        return self.filter(confirmed_at=None, withdrawn_at=None)


class UrgentRelease(PageFact):
    """The emergency path: one of two named roles has released this content at once; two people look at it afterwards.

    What nobody has confirmed by `due_at` goes off the web again.
    """

    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("page"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("released by")
    )
    created_at = models.DateTimeField(_("released at"), auto_now_add=True)
    due_at = models.DateTimeField(_("to be confirmed by"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    objects = UrgentQuerySet.as_manager()

    class Meta:
        verbose_name = _("urgent release")
        verbose_name_plural = _("urgent releases")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["translation_key", "locale"], name="urgent_page")]

    def __str__(self) -> str:
        return f"{self.reason} ({self.created_at:%Y-%m-%d %H:%M})"

    def confirm(self) -> None:
        self.confirmed_at = timezone.now()
        self.save(update_fields=["confirmed_at"])
