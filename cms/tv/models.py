"""What may be shown on television: pages that somebody of the channel has approved for it, as they were approved."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.audit.append_only import AppendOnly
from cms.editorial.gate.models import EndedQuerySet, PageFact


class Item(AppendOnly, PageFact):
    """A page as the channel has approved it (T-12): publication on the web is one decision, television another.

    Shown only while the page is live with exactly the content of `fingerprint` (`cms.tv.visible`), so a change on the
    web takes the item off until it is approved again. `payload` is all that a consumer gets of that content, made once.
    """

    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("page"))
    kind = models.CharField(_("kind"), max_length=40)
    # The title on the screen, which is in the payload too: lists have no need of all of that.
    title = models.CharField(_("title"), max_length=255)
    payload = models.JSONField(_("content"), encoder=DjangoJSONEncoder)
    # Of pictures and recordings in the payload, so that what becomes private is left out.
    pictures = models.JSONField(default=list)
    recordings = models.JSONField(default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("approved by")
    )
    created_at = models.DateTimeField(_("approved at"), auto_now_add=True)
    ended_at = models.DateTimeField(_("until"), null=True)

    objects = EndedQuerySet.as_manager()
    filled_later = ("ended_at",)

    class Meta:
        verbose_name = _("television item")
        verbose_name_plural = _("television items")
        ordering = ["-pk"]
        default_permissions = ("approve",)
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "locale"], condition=Q(ended_at=None), name="one_approved_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.translation_key}"


class HiddenFiles(models.Model):
    """Files of an item that were not for everybody when consumers were last told of it (`cms.tv.hidden_files`)."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="+")
    files = models.JSONField()

    class Meta:
        verbose_name = _("hidden files of a television item")
        verbose_name_plural = _("hidden files of television items")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.item_id}: {', '.join(self.files)}"
