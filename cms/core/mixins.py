"""Small complete mixins for page types: each brings its fields, panels, search and API parts.

A page type lists a mixin before BasePage and adds the mixin's parts to its own, for example
`content_panels = BasePage.content_panels + SourceMixin.source_panels`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.search import index

from cms.blocks.body import BODY_BLOCKS
from cms.blocks.links import AttachmentBlock


class ColumnType(models.TextChoices):
    """Column types of the guideline for government websites (G-02, 国办发〔2017〕47号, annex)."""

    HOME = "首页", _("Home page")
    OVERVIEW = "概况信息", _("Overview")
    ORGANISATION = "机构职能", _("Duties of institutions")
    LEADERS = "负责人信息", _("People in charge")
    NEWS = "工作动态", _("News of work")
    POLICIES = "政策文件", _("Policy documents")
    DISCLOSURE_GUIDE = "信息公开指南", _("Disclosure guide")
    DISCLOSURE_CATALOGUE = "信息公开目录", _("Disclosure catalogue")
    DISCLOSURE_REPORT = "信息公开年报", _("Disclosure annual report")
    DISCLOSURE_REQUEST = "依申请公开", _("Disclosure on request")
    DATA_RELEASE = "数据发布", _("Published figures")
    OPEN_DATA = "数据开放", _("Open data")
    INTERPRETATION = "政策解读", _("Policy interpretation")
    RESPONSE = "回应关切", _("Response to concerns")
    SERVICE = "办事服务", _("Services")
    COMPLAINTS = "咨询投诉", _("Questions and complaints")
    SURVEY = "征集调查", _("Consultations and surveys")
    INTERVIEW = "在线访谈", _("Online interviews")


class ColumnMixin(models.Model):
    """A column (栏目): its type and how often it promises something new (G-01, G-02, G-13)."""

    column_type = models.CharField(
        _("Column type"),
        max_length=20,
        choices=ColumnType,
        help_text=_("Word from the national vocabulary, written into the page for inspection."),
    )
    keywords = models.CharField(
        _("Keywords"), max_length=120, blank=True, help_text=_("Separated by commas, for the page's meta tags.")
    )
    update_interval_days = models.PositiveSmallIntegerField(
        _("Update interval (days)"),
        default=365,
        help_text=_("How long this column may be silent: 14 for news, 180 for notices and policies, else 365."),
    )

    column_panels = [
        MultiFieldPanel(
            [FieldPanel("column_type"), FieldPanel("keywords"), FieldPanel("update_interval_days")],
            heading=_("Column"),
        )
    ]
    column_api_fields = [APIField("column_type", writable=True), APIField("update_interval_days", writable=True)]

    class Meta:
        abstract = True


class LeadImageMixin(models.Model):
    lead_image = models.ForeignKey(
        "media.Image",
        verbose_name=_("Lead picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Landscape format, at least 1600 pixels wide. Shown on top of the page and on cards."),
    )

    lead_image_panels = [FieldPanel("lead_image")]
    lead_image_api_fields = [APIField("lead_image", writable=True)]

    class Meta:
        abstract = True


class SourceMixin(models.Model):
    """Who a text comes from and who answers for it; required to publish (G-01, G-08)."""

    feed_enabled = True

    source = models.CharField(
        _("Source"), max_length=60, help_text=_("Institution or medium the text comes from, as readers should see it.")
    )
    responsible_editor = models.CharField(
        _("Responsible editor"), max_length=40, blank=True, help_text=_("Shown at the end of the page.")
    )

    source_panels = [
        MultiFieldPanel(
            [FieldPanel("source"), FieldPanel("responsible_editor")], heading=_("Source and responsibility")
        )
    ]
    source_search_fields = [index.SearchField("source"), index.FilterField("source")]
    source_api_fields = [APIField("source", writable=True), APIField("responsible_editor", writable=True)]

    class Meta:
        abstract = True


class BodyMixin(models.Model):
    body = StreamField(
        BODY_BLOCKS,
        verbose_name=_("Body"),
        blank=True,
        help_text=_("Add text, pictures, tables and more with the plus sign; drag to reorder."),
    )

    body_panels = [FieldPanel("body")]
    body_search_fields = [index.SearchField("body")]
    body_api_fields = [APIField("body", writable=True)]

    class Meta:
        abstract = True


class AttachmentsMixin(models.Model):
    attachments = StreamField(
        [("attachment", AttachmentBlock())],
        verbose_name=_("Attachments"),
        blank=True,
        help_text=_("Files readers may download, with type and size."),
    )

    attachment_panels = [FieldPanel("attachments")]
    attachment_api_fields = [APIField("attachments", writable=True)]

    class Meta:
        abstract = True


class RelatedPageBlock(blocks.PageChooserBlock):
    class Meta:
        icon = "doc-empty"
        label = _("Page")
        description = _("A page of ours that readers may want next.")
        preview_value = None


class RelatedPagesMixin(models.Model):
    related_pages = StreamField(
        [("page", RelatedPageBlock())],
        verbose_name=_("Related pages"),
        blank=True,
        help_text=_("Leave empty to show pages on the same topics."),
    )

    related_panels = [FieldPanel("related_pages")]
    related_api_fields = [APIField("related_pages", writable=True)]

    class Meta:
        abstract = True
