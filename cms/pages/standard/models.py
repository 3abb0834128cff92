"""Home pages, columns and plain pages: what every site has."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.search import index

from cms.core.listing import Listing
from cms.core.mixins import AttachmentsMixin, BodyMixin, ColumnMixin, LeadImageMixin, SourceMixin
from cms.core.models import BasePage
from cms.core.scope import live_public
from cms.core.structured_data import article
from cms.pages.standard.sections import HOME_SECTIONS

CONTENT_INDEXES = [
    "news.NewsIndexPage",
    "scenic.ScenicIndexPage",
    "units.UnitIndexPage",
    "commentary.CommentaryIndexPage",
]


class HomePage(LeadImageMixin, BasePage):
    kind_label = _("Home page")

    motto = models.CharField(
        _("Motto"), max_length=60, blank=True, help_text=_("One sentence under the site's name, over the picture.")
    )
    sections = StreamField(
        HOME_SECTIONS,
        verbose_name=_("Sections"),
        blank=True,
        block_counts={"alert": {"max_num": 1}, "lead_story": {"max_num": 1}, "county_switcher": {"max_num": 1}},
        help_text=_("The home page from top to bottom. Sections fill themselves where nothing is chosen."),
    )

    page_description = _("The first page of a site: a picture, the lead story and sections of your choice.")
    # Home pages of nested sites are put below this one by provisioning, which asks nobody; editors shall not.
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["standard.SectionPage", "standard.StandardPage", *CONTENT_INDEXES]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("motto"),
        *LeadImageMixin.lead_image_panels,
        FieldPanel("sections"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("motto")]
    api_fields = [
        *BasePage.api_fields,
        *LeadImageMixin.lead_image_api_fields,
        APIField("motto", writable=True),
        APIField("sections", writable=True),
    ]

    class Meta:
        verbose_name = _("Home page")
        verbose_name_plural = _("Home pages")


class SectionPage(ColumnMixin, LeadImageMixin, BodyMixin, BasePage):
    """A column that introduces itself and lists the pages below it."""

    kind_label = _("Section")

    page_description = _("A column (栏目) of plain pages, for instance “About this site”.")
    parent_page_types = ["standard.HomePage", "standard.SectionPage"]
    subpage_types = ["standard.SectionPage", "standard.StandardPage", *CONTENT_INDEXES]
    content_panels = [
        *BasePage.content_panels,
        *LeadImageMixin.lead_image_panels,
        *BodyMixin.body_panels,
        *ColumnMixin.column_panels,
    ]
    search_fields = [*BasePage.search_fields, *BodyMixin.body_search_fields]
    api_fields = [
        *BasePage.api_fields,
        *ColumnMixin.column_api_fields,
        *LeadImageMixin.lead_image_api_fields,
        *BodyMixin.body_api_fields,
    ]

    class Meta:
        verbose_name = _("Column")
        verbose_name_plural = _("Columns")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["listing"] = Listing(request, live_public(self.get_children()).order_by("path").specific())
        return context


class StandardPage(SourceMixin, LeadImageMixin, BodyMixin, AttachmentsMixin, BasePage):
    kind_label = _("Page")
    # About, privacy and the like are no news.
    feed_enabled = False

    page_description = _("A plain page with text, pictures and files.")
    parent_page_types = ["standard.HomePage", "standard.SectionPage", "standard.StandardPage"]
    subpage_types = ["standard.StandardPage"]
    content_panels = [
        *BasePage.content_panels,
        *LeadImageMixin.lead_image_panels,
        *BodyMixin.body_panels,
        *AttachmentsMixin.attachment_panels,
        *SourceMixin.source_panels,
    ]
    search_fields = [*BasePage.search_fields, *BodyMixin.body_search_fields, *SourceMixin.source_search_fields]
    api_fields = [
        *BasePage.api_fields,
        *SourceMixin.source_api_fields,
        *LeadImageMixin.lead_image_api_fields,
        *BodyMixin.body_api_fields,
        *AttachmentsMixin.attachment_api_fields,
    ]

    class Meta:
        verbose_name = _("Plain page")
        verbose_name_plural = _("Plain pages")

    def structured_data(self, request: HttpRequest) -> list[dict]:
        return [*super().structured_data(request), article(self, request, "Article")]
