"""What people keep for the search: words, best bets, and counts without persons."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from cms.core.site_owned import SiteOwned


class DictionaryWord(index.Indexed, models.Model):
    """A word that queries are not cut through, with the words that mean the same.

    Used when a query is read, never when a page is indexed: a new word works at once.
    """

    class Kind(models.TextChoices):
        PLACE = "place", _("Place")
        PRODUCT = "product", _("Product")
        INSTITUTION = "institution", _("Institution")
        TASK = "task", _("Something people do")
        OTHER = "other", _("Other")

    word = models.CharField(_("Word"), max_length=20, unique=True, help_text=_("At least two characters."))
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    synonyms = models.CharField(
        _("Also found by"),
        max_length=200,
        blank=True,
        help_text=_("Other words for the same, separated by spaces: who searches for one finds the others."),
    )

    panels = [FieldRowPanel([FieldPanel("word"), FieldPanel("kind")]), FieldPanel("synonyms")]
    search_fields = [index.SearchField("word"), index.AutocompleteField("word"), index.SearchField("synonyms")]

    class Meta:
        verbose_name = _("Search word")
        verbose_name_plural = _("Search words")
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word


class BestBet(SiteOwned):
    """What a site puts on top of the results for certain queries."""

    queries = models.CharField(
        _("Queries"),
        max_length=200,
        help_text=_("Separated by spaces; shown when somebody searches for exactly one of them."),
    )
    title = models.CharField(_("Title"), max_length=60, blank=True, help_text=_("Empty: the page's own."))
    description = models.CharField(_("Explanation"), max_length=120, blank=True)
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("Page"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    address = models.URLField(_("Address"), blank=True, help_text=_("Only when no page is chosen."))
    include_nested = models.BooleanField(_("also on the sites below"), default=False)

    panels = [
        FieldPanel("site"),
        FieldPanel("queries"),
        FieldPanel("page"),
        FieldPanel("address"),
        FieldPanel("title"),
        FieldPanel("description"),
        FieldPanel("include_nested"),
    ]

    class Meta:
        verbose_name = _("Best bet")
        verbose_name_plural = _("Best bets")
        ordering = ["queries"]

    def __str__(self) -> str:
        return self.queries

    def clean(self) -> None:
        super().clean()
        if bool(self.page_id) == bool(self.address):
            raise ValidationError({"address": _("Choose a page or type an address: one of the two.")})
        if self.address and not self.title:
            raise ValidationError({"title": _("An address needs a title that readers see.")})


class DailyQuery(SiteOwned):
    """How often a query was asked on a site on one day, and how often it found nothing. Nothing about who asked."""

    day = models.DateField()
    language = models.CharField(max_length=10)
    query = models.CharField(max_length=50)
    searches = models.PositiveIntegerField(default=0)
    misses = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "day", "language", "query"], name="one_row_a_query_and_day")
        ]
        indexes = [models.Index(fields=["day"], name="daily_query_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.query}"
