"""The audit: who did what, when and from where. Rows are added and sealed, never changed."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.audit.append_only import AppendOnly


class Action(models.TextChoices):
    CREATED = "created", _("created")
    CHANGED = "changed", _("changed")
    DELETED = "deleted", _("deleted")
    PUBLISHED = "published", _("published")
    UNPUBLISHED = "unpublished", _("taken offline")
    SCHEDULED = "scheduled", _("schedule changed")
    MOVED = "moved", _("moved")
    COPIED = "copied", _("copied")
    LOCKED = "locked", _("locked")
    UNLOCKED = "unlocked", _("unlocked")
    REVIEWED = "reviewed", _("review step")
    COMMENTED = "commented", _("commented")
    RIGHTS = "rights", _("rights changed")
    PASSWORD = "password", _("password changed")
    SECOND_FACTOR = "second_factor", _("second factor changed")
    SIGNED_IN = "signed_in", _("signed in")
    SIGNED_OUT = "signed_out", _("signed out")
    SIGN_IN_FAILED = "sign_in_failed", _("sign-in failed")
    LOCKED_OUT = "locked_out", _("locked out")
    EXPORTED = "exported", _("exported")
    RAN = "ran", _("command ran")
    PRUNED = "pruned", _("old audit rows removed")
    BROKEN = "broken", _("audit chain found broken")


class AuditEntry(AppendOnly):
    """One event. People, objects and sites are numbers and names, no references: an entry outlives what it is about.

    `sequence`, `key_id` and `hash` are empty until the entry is sealed, a moment after its transaction has committed
    (see `cms.audit.chain`).
    """

    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)
    action = models.CharField(_("action"), max_length=20, choices=Action.choices)
    actor_id = models.PositiveBigIntegerField(_("number of the person"), null=True)
    actor_name = models.CharField(_("person"), max_length=255, blank=True)
    address = models.CharField(_("address"), max_length=45, blank=True)
    agent = models.CharField(_("browser"), max_length=200, blank=True)
    origin = models.CharField(_("request"), max_length=500, help_text=_("Method and path, or the command's name."))
    object_type = models.CharField(_("kind of object"), max_length=100, blank=True)
    object_id = models.CharField(_("object number"), max_length=255, blank=True)
    title = models.CharField(_("object"), max_length=255, blank=True)
    site_id = models.PositiveBigIntegerField(_("number of the site"), null=True)
    site_host = models.CharField(_("host of the site"), max_length=255, blank=True)
    details = models.JSONField(_("details"), default=dict, encoder=DjangoJSONEncoder)

    sequence = models.PositiveBigIntegerField(null=True, unique=True, editable=False)
    key_id = models.CharField(max_length=8, blank=True, editable=False)
    hash = models.CharField(max_length=64, blank=True, editable=False)

    filled_later = ("sequence", "key_id", "hash")
    # Pruning moves the head's mark first. Without a head there is no chain to protect.
    removable = (
        "NOT EXISTS (SELECT 1 FROM audit_audithead"
        " WHERE OLD.sequence IS NULL OR OLD.sequence > audit_audithead.pruned_sequence)"
    )

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit")
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["site_id", "-id"], name="audit_of_site"),
            models.Index(fields=["id"], condition=models.Q(sequence=None), name="audit_unsealed"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor_name} {self.get_action_display()} {self.title}"


class AuditHead(models.Model):
    """Where the chain ends and where pruning has cut off its beginning: one row, also the lock of those who seal.

    `mac` covers the other fields, so without the key nobody can set the head back to hide removed rows.
    """

    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    pruned_sequence = models.PositiveBigIntegerField(default=0)
    pruned_hash = models.CharField(max_length=64, blank=True)
    key_id = models.CharField(max_length=8)
    mac = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("end of the audit chain")
        verbose_name_plural = _("end of the audit chain")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.sequence}:{self.hash}"
