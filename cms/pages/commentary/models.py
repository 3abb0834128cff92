"""Commentaries by leaders of the prefecture, published as a numbered series under pen names."""

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.search import index

from cms.core.listing import Listing
from cms.core.mixins import BodyMixin, ColumnMixin, LeadImageMixin, SourceMixin
from cms.core.models import BasePage
from cms.core.scope import live_public
from cms.core.structured_data import article
from cms.core.translated import localized


class PenName(index.Indexed, models.Model):
    """A name that commentaries appear under.

    Holds nothing that could lead to a person, on purpose: no user, no contact, no note. Do not add any.
    """

    name = models.CharField(_("Pen name"), max_length=20, unique=True)
    name_en = models.CharField(_("Name in Latin letters"), max_length=60, blank=True)
    introduction = models.CharField(
        _("What it stands for"),
        max_length=120,
        blank=True,
        help_text=_("What the series is about. Never who writes it."),
    )

    introduction_en = models.CharField(_("What it stands for, in English"), max_length=200, blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("name_en"),
        FieldPanel("introduction"),
        FieldPanel("introduction_en"),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("name")]

    class Meta:
        verbose_name = _("Pen name")
        verbose_name_plural = _("Pen names")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def localized_name(self) -> str:
        return localized(self.name, self.name_en)


class OutletBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Outlet"), max_length=40)
    url = blocks.URLBlock(label=_("Link"), required=False)
    published_on = blocks.DateBlock(label=_("Appeared on"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("Outlet")
        label_format = "{name}"
        description = _("A newspaper, channel or client that carried the commentary.")
        preview_value = {"name": "恩施日报", "url": "", "published_on": None}


class KeyPointBlock(blocks.CharBlock):
    class Meta:
        icon = "list-ul"
        label = _("Key point")
        description = _("One thought of the commentary in one sentence.")
        preview_value = "把政策讲成家常话。"


class CommentaryIndexPage(ColumnMixin, BasePage):
    kind_label = _("Section")

    page_description = _("A numbered series of commentaries in reading order.")
    parent_page_types = ["standard.HomePage", "standard.SectionPage"]
    subpage_types = ["commentary.CommentaryPage"]
    content_panels = [*BasePage.content_panels, *ColumnMixin.column_panels]
    api_fields = [*BasePage.api_fields, *ColumnMixin.column_api_fields]

    class Meta:
        verbose_name = _("Commentary series")
        verbose_name_plural = _("Commentary series")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        commentaries = live_public(CommentaryPage.objects.child_of(self)).select_related("pen_name")
        context["listing"] = Listing(request, commentaries.order_by("series_number"))
        return context


class CommentaryPage(SourceMixin, LeadImageMixin, BodyMixin, BasePage):
    kind_label = _("Commentary")

    pen_name = models.ForeignKey(
        PenName, verbose_name=_("Pen name"), on_delete=models.PROTECT, related_name="commentaries"
    )
    series_number = models.PositiveIntegerField(
        _("Number in the series"), help_text=_("Each number is given once in a series; it sets the reading order.")
    )
    key_points = StreamField(
        [("point", KeyPointBlock(max_length=80))],
        verbose_name=_("Key points"),
        blank=True,
        max_num=5,
        help_text=_("At most five sentences for readers in a hurry."),
    )
    outlets = StreamField(
        [("outlet", OutletBlock())],
        verbose_name=_("Appeared in"),
        blank=True,
        help_text=_("Where else this commentary was published."),
    )

    page_description = _("A commentary under a pen name, numbered within its series.")
    parent_page_types = ["commentary.CommentaryIndexPage"]
    subpage_types = []
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("series_number"), FieldPanel("pen_name")], heading=_("Series")),
        *LeadImageMixin.lead_image_panels,
        FieldPanel("key_points"),
        *BodyMixin.body_panels,
        FieldPanel("outlets"),
        *SourceMixin.source_panels,
    ]
    search_fields = [
        *BasePage.search_fields,
        *BodyMixin.body_search_fields,
        *SourceMixin.source_search_fields,
        index.SearchField("key_points"),
        index.RelatedFields("pen_name", [index.SearchField("name")]),
    ]
    api_fields = [
        *BasePage.api_fields,
        *SourceMixin.source_api_fields,
        APIField("pen_name_text"),
        APIField("series_number", writable=True),
        APIField("key_points", writable=True),
        APIField("outlets", writable=True),
        *LeadImageMixin.lead_image_api_fields,
        *BodyMixin.body_api_fields,
    ]

    class Meta:
        verbose_name = _("Commentary")
        verbose_name_plural = _("Commentaries")

    @property
    def pen_name_text(self) -> str:
        return self.pen_name.name

    @property
    def author(self) -> str:
        """What meta tags and feeds name as the author: never more than the pen name."""
        return self.pen_name.localized_name

    def clean(self) -> None:
        super().clean()
        parent = self.get_parent() if self.path or getattr(self, "_cached_parent_obj", None) else None
        if parent is None or self.series_number is None:
            return
        taken = CommentaryPage.objects.child_of(parent).filter(series_number=self.series_number).exclude(pk=self.pk)
        if taken.exists():
            highest = CommentaryPage.objects.child_of(parent).aggregate(highest=models.Max("series_number"))["highest"]
            raise ValidationError(
                {
                    "series_number": _("Number %(number)s is taken; the next free number is %(free)s.")
                    % {"number": self.series_number, "free": highest + 1}
                }
            )

    @property
    def _siblings(self) -> models.QuerySet["CommentaryPage"]:
        return live_public(CommentaryPage.objects.sibling_of(self, inclusive=False))

    @cached_property
    def previous(self) -> "CommentaryPage | None":
        return self._siblings.filter(series_number__lt=self.series_number).order_by("-series_number").first()

    @cached_property
    def next(self) -> "CommentaryPage | None":
        return self._siblings.filter(series_number__gt=self.series_number).order_by("series_number").first()

    def structured_data(self, request: HttpRequest) -> list[dict]:
        return [*super().structured_data(request), article(self, request, "OpinionNewsArticle", self.author)]
