from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.editorial.gate.models import UrgentRelease


class Reminder(models.Model):
    """That those who are to confirm a notice have been written to, so many hours after it went out: once each time."""

    release = models.ForeignKey(UrgentRelease, on_delete=models.CASCADE, related_name="reminders")
    hours = models.PositiveSmallIntegerField(_("hours"))
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True)

    class Meta:
        verbose_name = _("reminder of an urgent notice")
        verbose_name_plural = _("reminders of urgent notices")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["release", "hours"], name="one_reminder_an_hour")]

    def __str__(self) -> str:
        return f"{self.release_id}: {self.hours}"
