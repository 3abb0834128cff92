"""The publication log: one row for every change of what the public can read. Rows are added, never changed."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.audit.append_only import AppendOnly


class Operation(models.TextChoices):
    """What has become of a page. After the first three everybody can read it at the row's address; after the others
    nobody can, except that a restricted page is still there for some."""

    PUBLISH = "publish", _("published")
    UPDATE = "update", _("updated")
    MOVE = "move", _("moved")
    RESTRICT = "restrict", _("restricted")
    WITHDRAW = "withdraw", _("withdrawn")
    EXPIRE = "expire", _("expired")
    DELETE = "delete", _("deleted")


PUBLIC = (Operation.PUBLISH, Operation.UPDATE, Operation.MOVE)
# Live, for everybody or for some.
SERVED = (*PUBLIC, Operation.RESTRICT)


class LogRow(AppendOnly):
    """One change. Pages, people and sites are numbers and names, no references: a row outlives what it is about.

    Who it is about is said by `translation_key` and `locale`, which stay the same when a page moves or gets another
    slug. Of these two the row with the highest number has the last word, and whoever keeps every last word that is
    public has exactly what the public can read.

    The database sets `cursor` (see `cms.publications.triggers`): on PostgreSQL when the transaction commits.
    """

    cursor = models.PositiveBigIntegerField(_("cursor"), null=True, unique=True, editable=False)
    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)
    operation = models.CharField(_("operation"), max_length=10, choices=Operation.choices)
    translation_key = models.UUIDField()
    locale = models.CharField(_("language"), max_length=100)
    page_id = models.PositiveBigIntegerField(_("number of the page"), db_index=True)
    page_type = models.CharField(_("page type"), max_length=200)
    title = models.CharField(_("title"), max_length=255)
    site_id = models.PositiveBigIntegerField(_("number of the site"), null=True)
    url_path = models.TextField(_("address"), help_text=_("Where the page is, or was when it went."))
    old_site_id = models.PositiveBigIntegerField(_("number of the site before"), null=True)
    old_url_path = models.TextField(_("address before"), blank=True, help_text=_("Only if it was another one."))
    revision_id = models.PositiveBigIntegerField(_("number of the revision"), null=True)
    actor_id = models.PositiveBigIntegerField(_("number of the person"), null=True)
    actor_name = models.CharField(_("person"), max_length=255, blank=True)
    reason = models.CharField(_("reason"), max_length=255, blank=True)
    details = models.JSONField(_("details"), default=dict, encoder=DjangoJSONEncoder)

    filled_later = ("cursor",)
    # Rows that a later one of the same page has overtaken, up to the mark that pruning sets first. Without a mark there
    # is nothing to protect.
    removable = (
        "NOT EXISTS (SELECT 1 FROM publications_prunemark mark"
        " WHERE OLD.cursor IS NULL OR OLD.cursor > mark.cursor"
        " OR NOT EXISTS (SELECT 1 FROM publications_logrow later WHERE later.translation_key = OLD.translation_key"
        " AND later.locale = OLD.locale AND later.id > OLD.id))"
    )

    class Meta:
        verbose_name = _("row of the publication log")
        verbose_name_plural = _("publication log")
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["translation_key", "locale", "-id"], name="publications_last_word"),
            models.Index(fields=["site_id", "-id"], name="publications_of_site"),
            models.Index(fields=["id"], condition=models.Q(cursor=None), name="publications_unnumbered"),
        ]

    def __str__(self) -> str:
        return f"{self.cursor} {self.operation} {self.title} {self.url_path}"

    @property
    def is_public(self) -> bool:
        """Whether everybody can read the page after this change."""
        return self.operation in PUBLIC


class Reader(models.Model):
    """How far somebody who follows the log has read; see `cms.publications.reading`."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    cursor = models.PositiveBigIntegerField(_("cursor"), default=0)
    # Who reads from the beginning misses nothing when rows that have been overtaken go meanwhile.
    is_replaying = models.BooleanField(_("reads from the beginning"), default=True)
    seen_at = models.DateTimeField(_("last read"), default=timezone.now)

    class Meta:
        verbose_name = _("reader of the publication log")
        verbose_name_plural = _("readers of the publication log")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name}: {self.cursor}"


class PruneMark(models.Model):
    """Up to which cursor rows that have been overtaken are gone: one row, without which nothing is protected."""

    cursor = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("beginning of the complete log")
        verbose_name_plural = _("beginning of the complete log")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.cursor)
