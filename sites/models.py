from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Site


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


class Tenant(models.Model):
    """Who works on a site and with which files; `sites.isolation` derives from it what a person may see.

    Written by `provision_sites` only. Names play no part: a group may be renamed, a site get another host.
    """

    site = models.OneToOneField(Site, verbose_name=_("site"), on_delete=models.CASCADE, related_name="tenant")
    collection = models.OneToOneField(
        Collection, verbose_name=_("collection"), null=True, on_delete=models.SET_NULL, related_name="tenant"
    )
    groups = models.ManyToManyField(Group, verbose_name=_("groups"), related_name="tenants")
    oversees_all = models.BooleanField(
        _("oversees all sites"), default=False, help_text=_("The prefecture: its people see every site.")
    )

    class Meta:
        verbose_name = _("tenant")
        verbose_name_plural = _("tenants")

    def __str__(self) -> str:
        return str(self.site)


class SharedCollection(models.Model):
    """A collection whose pictures and files every site may choose and only the prefecture may change."""

    collection = models.OneToOneField(
        Collection, verbose_name=_("collection"), on_delete=models.CASCADE, related_name="shared_with_all"
    )

    class Meta:
        verbose_name = _("shared collection")
        verbose_name_plural = _("shared collections")

    def __str__(self) -> str:
        return self.collection.name
