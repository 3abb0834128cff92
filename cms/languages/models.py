"""What people add to the conversion into traditional characters."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index


class GlossaryTerm(index.Indexed, models.Model):
    """A word that is always converted in the same way: names, and words that differ outside the mainland."""

    simplified = models.CharField(_("Simplified"), max_length=40, unique=True)
    traditional = models.CharField(_("Traditional"), max_length=40)
    note = models.CharField(_("Note"), max_length=120, blank=True)

    panels = [FieldRowPanel([FieldPanel("simplified"), FieldPanel("traditional")]), FieldPanel("note")]
    search_fields = [
        index.SearchField("simplified"),
        index.AutocompleteField("simplified"),
        index.SearchField("traditional"),
        index.AutocompleteField("traditional"),
    ]

    class Meta:
        verbose_name = _("Glossary term")
        verbose_name_plural = _("Glossary of traditional characters")
        ordering = ["simplified"]

    def __str__(self) -> str:
        return f"{self.simplified} → {self.traditional}"


class SentenceLock(models.Model):
    """A sentence of one page whose traditional form a person has written.

    `translation_key` is the page's in every language. The lock holds as long as the sentence stands in the source;
    when it is gone, the lock stays as a note of work to look at.

    Readers see a lock when somebody who may publish the page made it or has published the page since: until then it
    waits, beside the one in force for the same sentence if there is one. A waiting lock without text lifts that one.
    """

    translation_key = models.UUIDField(db_index=True)
    source = models.TextField(_("Sentence"))
    traditional = models.TextField(_("Traditional"), blank=True)
    waits = models.BooleanField(_("Waits for the next publication"), default=False)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Locked by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    locked_at = models.DateTimeField(_("Locked at"), auto_now=True)

    class Meta:
        verbose_name = _("Locked sentence")
        verbose_name_plural = _("Locked sentences")

    def __str__(self) -> str:
        return self.source
