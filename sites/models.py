from django.db import models
from django.utils.translation import gettext_lazy as _


class ProvisionedObject(models.Model):
    """Remembers what `provision_sites` has made, under a key that no editor can change.

    A page that was made once and is gone has been deleted by somebody, so it must not come back;
    one that was renamed or moved is found again by its number.
    """

    key = models.CharField(_("key"), max_length=200, unique=True)
    object_id = models.PositiveBigIntegerField(_("object number"))
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("provisioned object")
        verbose_name_plural = _("provisioned objects")

    def __str__(self) -> str:
        return self.key
