"""News: what happened, and what is coming."""

import re

from django import forms
from django.db import models
from django.db.models.functions import TruncMonth
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.blocks.languages import in_active_language
from cms.core import formats
from cms.core.listing import Filter, Listing
from cms.core.mixins import (
    AttachmentsMixin,
    BodyMixin,
    ColumnMixin,
    LeadImageMixin,
    RelatedPagesMixin,
    SourceMixin,
)
from cms.core.models import BasePage
from cms.core.scope import live_public
from cms.core.scripts import HAN
from cms.core.structured_data import article
from cms.core.translated import localized
from cms.media.renditions import prefetch_pictures

NEWEST_FIRST = "-first_published_at"
WORD = re.compile(r"[^\W\u3400-\u9fff]+")
# Broadcast reading speed of T-09 (270 characters a minute) is for listening; eyes are faster.
HAN_CHARACTERS_PER_MINUTE = 400
WORDS_PER_MINUTE = 220


class Topic(index.Indexed, models.Model):
    """A subject that news of all sites share; kept by the prefecture."""

    name = models.CharField(_("Name"), max_length=20, unique=True)
    slug = models.SlugField(_("Address"), unique=True, help_text=_("Latin letters, for the filter's address."))

    name_en = models.CharField(_("Name in English"), max_length=40, blank=True)

    panels = [FieldPanel("name"), FieldPanel("name_en"), FieldPanel("slug")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("name")]

    class Meta:
        verbose_name = _("Topic")
        verbose_name_plural = _("Topics")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def localized_name(self) -> str:
        return localized(self.name, self.name_en)


class NewsIndexPage(ColumnMixin, BasePage):
    kind_label = _("Section")

    page_description = _("A news column with filters by topic and month, and a feed.")
    parent_page_types = ["standard.HomePage", "standard.SectionPage"]
    subpage_types = ["news.NewsPage"]
    content_panels = [*BasePage.content_panels, *ColumnMixin.column_panels]
    api_fields = [*BasePage.api_fields, *ColumnMixin.column_api_fields]

    class Meta:
        verbose_name = _("News column")
        verbose_name_plural = _("News columns")

    @property
    def news(self) -> models.QuerySet["NewsPage"]:
        return live_public(NewsPage.objects.child_of(self)).order_by(NEWEST_FIRST)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        listing = Listing(
            request, self.news.select_related("lead_image"), filters=[self.topic_filter(), self.month_filter()]
        )
        prefetch_pictures(listing.items, "lead_image")
        return {**context, "listing": listing}

    def topic_filter(self) -> Filter:
        topics = Topic.objects.filter(news_pages__in=self.news.order_by()).annotate(uses=models.Count("news_pages"))
        return Filter(
            "topic",
            _("Topic"),
            [(topic.slug, topic.localized_name, topic.uses) for topic in topics],
            lambda news, slug: news.filter(topics__slug=slug),
        )

    def month_filter(self) -> Filter:
        months = (
            self.news.order_by()
            .annotate(month=TruncMonth("first_published_at"))
            .values("month")
            .annotate(uses=models.Count("pk"))
            .order_by("-month")
        )
        return Filter(
            "month",
            _("Month"),
            [(f"{row['month']:%Y-%m}", formats.month(row["month"]), row["uses"]) for row in months if row["month"]],
            self._in_month,
        )

    @staticmethod
    def _in_month(news: models.QuerySet, month: str) -> models.QuerySet:
        year, number = month.split("-")
        return news.filter(first_published_at__year=year, first_published_at__month=number)


class NewsPage(SourceMixin, LeadImageMixin, BodyMixin, AttachmentsMixin, RelatedPagesMixin, BasePage):
    kind_label = _("News")

    author = models.CharField(_("Author"), max_length=40, blank=True)
    topics = ParentalManyToManyField(Topic, verbose_name=_("Topics"), blank=True, related_name="news_pages")

    # wagtail-localize leaves many-to-many fields alone unless told.
    override_translatable_fields = [*BasePage.override_translatable_fields, SynchronizedField("topics")]
    page_description = _("A piece of news or a notice with source, pictures and files.")
    parent_page_types = ["news.NewsIndexPage"]
    subpage_types = []
    content_panels = [
        *BasePage.content_panels,
        *LeadImageMixin.lead_image_panels,
        *BodyMixin.body_panels,
        *AttachmentsMixin.attachment_panels,
        MultiFieldPanel(
            [FieldPanel("source"), FieldPanel("author"), FieldPanel("responsible_editor")],
            heading=_("Source and responsibility"),
        ),
        MultiFieldPanel(
            [FieldPanel("topics", widget=forms.CheckboxSelectMultiple), *RelatedPagesMixin.related_panels],
            heading=_("What belongs together"),
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        *BodyMixin.body_search_fields,
        *SourceMixin.source_search_fields,
        index.SearchField("author"),
    ]
    api_fields = [
        *BasePage.api_fields,
        *SourceMixin.source_api_fields,
        APIField("author", writable=True),
        APIField("topics", writable=True),
        *LeadImageMixin.lead_image_api_fields,
        *BodyMixin.body_api_fields,
        *AttachmentsMixin.attachment_api_fields,
        *RelatedPagesMixin.related_api_fields,
    ]

    class Meta:
        verbose_name = _("News page")
        verbose_name_plural = _("News pages")

    @property
    def _siblings(self) -> models.QuerySet["NewsPage"]:
        return live_public(NewsPage.objects.sibling_of(self, inclusive=False))

    @cached_property
    def neighbours(self) -> dict[bool, "NewsPage"]:
        """False -> the next older news of this column, True -> the next newer; found by one query."""
        at = self.first_published_at
        if at is None:
            return {}
        older = self._siblings.filter(first_published_at__lt=at).order_by(NEWEST_FIRST).values("pk")[:1]
        newer = self._siblings.filter(first_published_at__gt=at).order_by("first_published_at").values("pk")[:1]
        both = NewsPage.objects.filter(models.Q(pk=models.Subquery(older)) | models.Q(pk=models.Subquery(newer)))
        return {page.first_published_at > at: page for page in both}

    @property
    def previous(self) -> "NewsPage | None":
        return self.neighbours.get(False)

    @property
    def next(self) -> "NewsPage | None":
        return self.neighbours.get(True)

    @cached_property
    def related(self) -> list[BasePage]:
        """At most three pages: the editor's choice, else the newest of this column, those on its topics first."""
        chosen = in_active_language(block.value for block in self.related_pages)
        if chosen:
            return [page.specific for page in chosen.values()][:3]
        shared = models.Count("topics", filter=models.Q(topics__in=self.topics.all()))
        found = (
            self._siblings.select_related("lead_image").annotate(shared=shared).order_by("-shared", NEWEST_FIRST)[:3]
        )
        return prefetch_pictures(list(found), "lead_image")

    @cached_property
    def reading_minutes(self) -> int:
        """Chinese is counted in characters and everything else in words, so a text may be of any language."""
        text = strip_tags(" ".join(self.body.stream_block.get_searchable_content(self.body)))
        words, characters = len(WORD.findall(text)), len(HAN.findall(text))
        return max(1, round(characters / HAN_CHARACTERS_PER_MINUTE + words / WORDS_PER_MINUTE))

    def structured_data(self, request: HttpRequest) -> list[dict]:
        return [*super().structured_data(request), article(self, request, "NewsArticle", self.author)]
