"""Scenic spots: what a visitor wants to know before setting out."""

from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.blocks.geo import map_links
from cms.blocks.images import CaptionedImageBlock
from cms.blocks.text import RICH_TEXT_FEATURES
from cms.core.listing import Filter, Listing
from cms.core.mixins import BodyMixin, ColumnMixin, LeadImageMixin, SourceMixin
from cms.core.models import BasePage
from cms.core.nested_sites import NestedSitesMixin
from cms.core.scope import live_public
from cms.media.renditions import prefetch_pictures
from cms.pages.scenic import around
from cms.pages.scenic.blocks import ExceptionBlock, FacilityBlock, SeasonBlock, TicketBlock
from cms.pages.scenic.opening import Day, Opening, OpenState
from cms.pages.scenic.structured_data import tourist_attraction

MAX_MAP_POINTS = 200


class Grade(models.TextChoices):
    """National grades of tourist attractions that occur here."""

    AAAAA = "5A", _("5A")
    AAAA = "4A", _("4A")
    AAA = "3A", _("3A")


class StepFree(models.TextChoices):
    UNKNOWN = "unknown", _("Not known yet")
    FULL = "full", _("Step-free throughout")
    PARTIAL = "partial", _("Partly step-free")
    NONE = "none", _("Not step-free")


class ScenicIndexPage(NestedSitesMixin, ColumnMixin, BasePage):
    """Lists the spots below it; on a site with sites below it, theirs as well."""

    kind_label = _("Scenic spots")

    page_description = _("Lists scenic spots with filters and a schematic map.")
    parent_page_types = ["standard.HomePage", "standard.SectionPage"]
    subpage_types = ["scenic.ScenicSpotPage"]
    content_panels = [*BasePage.content_panels, *ColumnMixin.column_panels]
    api_fields = [*BasePage.api_fields, *ColumnMixin.column_api_fields]

    class Meta:
        verbose_name = _("Scenic spots (list)")
        verbose_name_plural = _("Scenic spots (lists)")

    def spots(self) -> QuerySet["ScenicSpotPage"]:
        return live_public(ScenicSpotPage.objects.all()).filter(self.below)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        listing = Listing(request, by_grade(self.spots()), self._filters())
        prefetch_pictures(listing.items, "lead_image")
        # The map shows all that the filters leave, not only the current page of it.
        located = listing.paginator.object_list.exclude(latitude=None).exclude(longitude=None)
        context.update(listing=listing, map_points=around.map_points(located[:MAX_MAP_POINTS]))
        return context

    def _filters(self) -> list[Filter]:
        return [
            *self.county_filters(),
            Filter("grade", _("Grade"), Grade.choices, lambda spots, value: spots.filter(grade=value)),
            Filter(
                "step_free",
                _("Access"),
                [(StepFree.FULL.value, StepFree.FULL.label), (StepFree.PARTIAL.value, StepFree.PARTIAL.label)],
                lambda spots, value: spots.filter(step_free=value),
            ),
            Filter(
                "sort",
                _("Order"),
                [("name", _("By name")), ("updated", _("Recently updated"))],
                lambda spots, value: spots.order_by("slug" if value == "name" else "-last_published_at", "pk"),
            ),
        ]


def by_grade(spots: QuerySet) -> QuerySet:
    """Highest grade first, then in the order that editors gave the pages."""
    ranks = [When(grade=grade, then=Value(rank)) for rank, grade in enumerate(Grade.values)]
    return spots.annotate(rank=Case(*ranks, default=Value(9), output_field=IntegerField())).order_by("rank", "path")


class ScenicSpotPage(SourceMixin, LeadImageMixin, BodyMixin, BasePage):
    kind_label = _("Scenic spot")

    grade = models.CharField(
        _("Grade"),
        max_length=2,
        choices=Grade,
        blank=True,
        help_text=_("Only a grade that the tourism authority has published. Leave empty otherwise."),
    )
    designations = models.CharField(
        _("Other titles"), max_length=120, blank=True, help_text=_("For example: world heritage, global geopark.")
    )
    address = models.CharField(_("Address"), max_length=120, blank=True, help_text=_("Town or township and road."))
    latitude = models.DecimalField(
        _("Latitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("WGS-84 (GPS), for example 30.297200. Chinese map apps show GCJ-02, which lies 500 m beside it."),
    )
    longitude = models.DecimalField(
        _("Longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("WGS-84 (GPS), for example 109.474800."),
    )
    opening_hours = StreamField(
        [("season", SeasonBlock())],
        verbose_name=_("Opening hours"),
        blank=True,
        help_text=_("One entry per season. Leave empty when you do not know: the page then says so."),
    )
    opening_exceptions = StreamField(
        [("exception", ExceptionBlock())],
        verbose_name=_("Exceptions"),
        blank=True,
        help_text=_("Closed days and special hours, for example for maintenance or a festival."),
    )
    hours_checked_on = models.DateField(
        _("Hours checked on"),
        null=True,
        blank=True,
        help_text=_("Day on which somebody asked the spot. Shown to visitors."),
    )
    tickets = StreamField([("ticket", TicketBlock())], verbose_name=_("Tickets"), blank=True)
    capacity = models.PositiveIntegerField(
        _("Visitors a day at most"), null=True, blank=True, help_text=_("The published limit, if there is one.")
    )
    visit_hours_from = models.DecimalField(
        _("Visit takes from (hours)"),
        max_digits=3,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.5"))],
    )
    visit_hours_to = models.DecimalField(
        _("to (hours)"),
        max_digits=3,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.5"))],
    )
    best_season = models.CharField(
        _("Best season"), max_length=60, blank=True, help_text=_("For example: April to June, when the river is full.")
    )
    transport = RichTextField(
        _("How to get there"), features=RICH_TEXT_FEATURES, blank=True, help_text=_("Train, bus, car and parking.")
    )
    facilities = StreamField([("facility", FacilityBlock())], verbose_name=_("Facilities"), blank=True)
    step_free = models.CharField(
        _("Step-free access"),
        max_length=10,
        choices=StepFree,
        default=StepFree.UNKNOWN,
        help_text=_("For wheelchairs, prams and tired knees."),
    )
    step_free_note = models.CharField(
        _("Note on access"),
        max_length=200,
        blank=True,
        help_text=_("Which part of the way is step-free, and where it ends."),
    )
    tips = RichTextField(
        _("Tips"),
        features=RICH_TEXT_FEATURES,
        blank=True,
        help_text=_("Shoes, weather, with children, with the elderly."),
    )
    gallery = StreamField([("image", CaptionedImageBlock())], verbose_name=_("Gallery"), blank=True)
    booking_url = models.URLField(_("Booking address"), blank=True, help_text=_("The spot's own booking page."))
    phone = models.CharField(
        _("Telephone"), max_length=40, blank=True, help_text=_("The spot's public service number.")
    )

    override_translatable_fields = [*BasePage.override_translatable_fields, SynchronizedField("phone")]
    page_description = _("A scenic spot with opening hours, tickets, access and how to get there.")
    parent_page_types = ["scenic.ScenicIndexPage"]
    subpage_types = []
    content_panels = [
        *BasePage.content_panels,
        *LeadImageMixin.lead_image_panels,
        FieldRowPanel([FieldPanel("grade"), FieldPanel("designations")], heading=_("Titles")),
        *BodyMixin.body_panels,
        FieldPanel("gallery"),
        *SourceMixin.source_panels,
    ]
    visitor_panels = [
        MultiFieldPanel(
            [FieldPanel("opening_hours"), FieldPanel("opening_exceptions"), FieldPanel("hours_checked_on")],
            heading=_("When it is open"),
        ),
        MultiFieldPanel(
            [FieldPanel("tickets"), FieldRowPanel([FieldPanel("booking_url"), FieldPanel("phone")])],
            heading=_("Tickets and booking"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldPanel("transport"),
            ],
            heading=_("Where it is"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("visit_hours_from"), FieldPanel("visit_hours_to")]),
                FieldRowPanel([FieldPanel("best_season"), FieldPanel("capacity")]),
                FieldPanel("tips"),
            ],
            heading=_("The visit"),
        ),
        MultiFieldPanel(
            [FieldPanel("step_free"), FieldPanel("step_free_note"), FieldPanel("facilities")],
            heading=_("Access and facilities"),
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        *BodyMixin.body_search_fields,
        *SourceMixin.source_search_fields,
        index.SearchField("designations"),
        index.SearchField("address"),
        index.SearchField("transport"),
        index.SearchField("tips"),
        index.FilterField("grade"),
        index.FilterField("step_free"),
    ]
    visitor_api_fields = [
        "grade",
        "designations",
        "address",
        "latitude",
        "longitude",
        "opening_hours",
        "opening_exceptions",
        "hours_checked_on",
        "tickets",
        "capacity",
        "visit_hours_from",
        "visit_hours_to",
        "best_season",
        "transport",
        "facilities",
        "step_free",
        "step_free_note",
        "tips",
        "gallery",
        "booking_url",
        "phone",
    ]
    api_fields = [
        *BasePage.api_fields,
        *SourceMixin.source_api_fields,
        *LeadImageMixin.lead_image_api_fields,
        *BodyMixin.body_api_fields,
        *(APIField(name, writable=True) for name in visitor_api_fields),
    ]

    class Meta:
        verbose_name = _("Scenic spot")
        verbose_name_plural = _("Scenic spots")

    @classmethod
    def editor_tabs(cls) -> list[ObjectList]:
        """The usual tabs with one for visitors' facts after the writing."""
        writing, *others = super().editor_tabs()
        return [writing, ObjectList(cls.visitor_panels, heading=_("For visitors")), *others]

    def clean(self) -> None:
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            raise ValidationError({missing: _("Latitude and longitude belong together: give both or none.")})
        if self.visit_hours_from and self.visit_hours_to and self.visit_hours_from > self.visit_hours_to:
            raise ValidationError({"visit_hours_to": _("The longest visit is shorter than the shortest one.")})

    @cached_property
    def opening(self) -> Opening:
        return Opening(
            seasons=tuple(season.value.as_season() for season in self.opening_hours),
            exceptions=tuple(exception.value.as_exception() for exception in self.opening_exceptions),
        )

    def open_state(self, at: datetime | None = None) -> OpenState:
        """In the page's language, also where all languages have one address."""
        with override(self.language_code):
            return self.opening.state(at or timezone.now())

    @property
    def week(self) -> list[Day]:
        """Today and the six days after it."""
        return self.opening.week(timezone.now())

    @property
    def map_links(self) -> list[tuple[str, str]]:
        if self.latitude is None or self.longitude is None:
            return []
        return map_links(self.title, self.latitude, self.longitude)

    def nearby(self, limit: int = 4) -> list[dict]:
        """The nearest other spots of the whole family of sites, as {page, km}."""
        return around.nearby(self, limit)

    @property
    def ticket_from(self) -> Decimal | None:
        """Lowest full price; lowest of all prices when there is no full one; None without tickets."""
        prices = [(ticket.value["kind"] != "full", ticket.value["price"]) for ticket in self.tickets]
        return min(prices)[1] if prices else None

    def structured_data(self, request: HttpRequest) -> list[dict]:
        return [*super().structured_data(request), tourist_attraction(self, request)]
