"""Demonstration units of seven kinds and the list that counts them."""

import re
from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Count, IntegerField, Value, When
from django.http import HttpRequest
from django.utils.functional import cached_property, classproperty
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page, PageQuerySet
from wagtail.search import index

from cms.blocks.facts import FactBlock
from cms.blocks.languages import ENGLISH
from cms.core.listing import Filter, Listing
from cms.core.mixins import BodyMixin, ColumnMixin, LeadImageMixin, SourceMixin
from cms.core.models import BasePage
from cms.core.nested_sites import NestedSitesMixin
from cms.core.scope import live_public
from cms.media.renditions import prefetch_pictures
from cms.pages.units.blocks import ApplicationBlock, CareRoomBlock, TargetBlock
from cms.pages.units.fields import MultipleChoiceField
from cms.pages.units.kinds import STAGES, Kind, Level

UNIT_PAGE_TYPES = [
    "units.SmartCampusPage",
    "units.SmartHospitalPage",
    "units.SmartOfficePage",
    "units.SmartScenicPage",
    "units.SmartVillagePage",
    "units.SmartCommunityPage",
    "units.SmartEnterprisePage",
]


def validate_role(text: str) -> None:
    """A contact is a role: anything that looks like a telephone or identity number is refused."""
    if re.search(r"\d(?:[\s-]?\d){5,}", text):
        raise ValidationError(_("Name a role, such as “information desk”, not a number that belongs to a person."))


class UnitIndexPage(NestedSitesMixin, ColumnMixin, BasePage):
    """Lists and counts the units below it; on a site with sites below it, theirs as well."""

    kind_label = _("Demonstration units")

    targets = StreamField(
        [("target", TargetBlock())],
        verbose_name=_("Published targets"),
        blank=True,
        help_text=_("How many units of each kind were announced. Kinds without a target are only counted."),
    )

    page_description = _("Lists demonstration units with counters per kind; units can be imported from a CSV file.")
    parent_page_types = ["standard.HomePage", "standard.SectionPage"]
    subpage_types = UNIT_PAGE_TYPES
    content_panels = [*BasePage.content_panels, FieldPanel("targets"), *ColumnMixin.column_panels]
    api_fields = [*BasePage.api_fields, *ColumnMixin.column_api_fields, APIField("targets", writable=True)]

    class Meta:
        verbose_name = _("Demonstration units (list)")
        verbose_name_plural = _("Demonstration units (lists)")

    @cached_property
    def units(self) -> PageQuerySet:
        """Live public units; the base of the listing and of the counters."""
        return live_public(Page.objects.all()).filter(self.below, content_type__in=kind_by_content_type())

    def counters(self) -> list[dict]:
        """{kind, label, count, target, url} for each kind; `target` is None where none was published."""
        kinds = kind_by_content_type()
        counted = self.units.order_by().values_list("content_type").annotate(Count("pk"))
        counts = {kinds[content_type]: count for content_type, count in counted}
        # What has been translated so far is no measure against what was announced.
        announced = [] if self.language == ENGLISH else self.targets
        targets = {target.value["kind"]: target.value["number"] for target in announced}
        return [
            {
                "kind": kind.value,
                "label": kind.label,
                "count": counts.get(kind, 0),
                "target": targets.get(kind),
                "url": f"{self.url}?kind={kind}",
            }
            for kind in Kind
        ]

    def counters_shown(self) -> list[dict]:
        """Without zeros that nobody announced: with a target a zero says how far the way is, alone it says nothing."""
        return [each for each in self.counters() if each["count"] or each["target"]]

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        counters = self.counters_shown()
        ranks = [
            When(content_type=key, then=Value(list(Kind).index(kind))) for key, kind in kind_by_content_type().items()
        ]
        units = self.units.annotate(rank=Case(*ranks, output_field=IntegerField())).order_by("rank", "path")
        listing = Listing(request, units, self._filters(counters))
        listing.items = prefetch_pictures(with_card_fields(listing.items), "lead_image")
        context.update(listing=listing, counters=counters)
        return context

    def _filters(self, counters: list[dict]) -> list[Filter]:
        kinds = [(counter["kind"], counter["label"], counter["count"]) for counter in counters if counter["count"]]
        return [Filter("kind", _("Kind"), kinds, self._of_kind), *self.county_filters()]

    def _of_kind(self, units: PageQuerySet, kind: str) -> PageQuerySet:
        return units.filter(content_type__in=[key for key, value in kind_by_content_type().items() if value == kind])


class UnitPage(SourceMixin, LeadImageMixin, BodyMixin, BasePage):
    """What all seven kinds have in common."""

    kind: Kind

    since = models.DateField(_("Since"), null=True, blank=True, help_text=_("First day of use."))
    level = models.CharField(
        _("Level"), max_length=10, choices=Level, blank=True, help_text=_("Who recognised the unit as a demonstration.")
    )
    contact_role = models.CharField(
        _("Contact"),
        max_length=60,
        blank=True,
        validators=[validate_role],
        help_text=_("A role, such as “information desk of the school”: never a person's name or private number."),
    )
    applications = StreamField([("application", ApplicationBlock())], verbose_name=_("What it applies"), blank=True)
    facts = StreamField([("fact", FactBlock())], verbose_name=_("Facts"), blank=True)

    unit_panels = [
        FieldPanel("applications"),
        FieldPanel("facts"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("since"), FieldPanel("level")]), FieldPanel("contact_role")],
            heading=_("Recognition and contact"),
        ),
    ]
    content_panels = [
        *BasePage.content_panels,
        *LeadImageMixin.lead_image_panels,
        *unit_panels,
        *BodyMixin.body_panels,
        *SourceMixin.source_panels,
    ]
    search_fields = [
        *BasePage.search_fields,
        *BodyMixin.body_search_fields,
        *SourceMixin.source_search_fields,
        index.SearchField("applications"),
        index.FilterField("level"),
    ]
    api_fields = [
        *BasePage.api_fields,
        *SourceMixin.source_api_fields,
        *LeadImageMixin.lead_image_api_fields,
        *BodyMixin.body_api_fields,
        APIField("kind"),
        APIField("since", writable=True),
        APIField("level", writable=True),
        APIField("contact_role", writable=True),
        APIField("applications", writable=True),
        APIField("facts", writable=True),
    ]

    class Meta:
        abstract = True

    @classproperty
    def kind_label(cls) -> str:  # noqa: N805
        return cls.kind.label

    @classmethod
    def template_path(cls) -> str:
        return "pages/unit_page.html"


class SmartCampusPage(UnitPage):
    kind = Kind.CAMPUS

    stages = MultipleChoiceField(_("Stages"), options=STAGES, blank=True)
    care_room = StreamField(
        [("care_room", CareRoomBlock())],
        verbose_name=_("Care room (爱心小屋)"),
        blank=True,
        max_num=1,
        help_text=_("Only choices and a number, so that nothing about a child can be written here."),
    )

    page_description = _("A school that teaches and cares with digital means.")
    parent_page_types = ["units.UnitIndexPage"]
    subpage_types = []
    content_panels = [
        *BasePage.content_panels,
        *LeadImageMixin.lead_image_panels,
        FieldPanel("stages"),
        *UnitPage.unit_panels,
        FieldPanel("care_room"),
        *BodyMixin.body_panels,
        *SourceMixin.source_panels,
    ]
    api_fields = [*UnitPage.api_fields, APIField("stages", writable=True), APIField("care_room", writable=True)]

    class Meta:
        verbose_name = _("Smart campus")
        verbose_name_plural = _("Smart campuses")

    @classmethod
    def template_path(cls) -> str:
        return "pages/smart_campus_page.html"

    @property
    def stage_labels(self) -> list[str]:
        return self._meta.get_field("stages").labels(self.stages)


class SmartHospitalPage(UnitPage):
    kind = Kind.HOSPITAL
    page_description = _("A hospital that saves patients time and ways.")
    parent_page_types = ["units.UnitIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("Smart hospital")
        verbose_name_plural = _("Smart hospitals")


class SmartOfficePage(UnitPage):
    kind = Kind.OFFICE
    page_description = _("A public office that people reach without a journey.")
    parent_page_types = ["units.UnitIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("Smart office")
        verbose_name_plural = _("Smart offices")


class SmartScenicPage(UnitPage):
    kind = Kind.SCENIC
    page_description = _("A scenic spot's digital services; the spot itself is described as a scenic spot.")
    parent_page_types = ["units.UnitIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("Smart scenic spot")
        verbose_name_plural = _("Smart scenic spots")


class SmartVillagePage(UnitPage):
    kind = Kind.VILLAGE
    page_description = _("A village that sells, learns and governs itself online.")
    parent_page_types = ["units.UnitIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("Smart village")
        verbose_name_plural = _("Smart villages")


class SmartCommunityPage(UnitPage):
    kind = Kind.COMMUNITY
    page_description = _("A neighbourhood with digital services for its residents.")
    parent_page_types = ["units.UnitIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("Smart community")
        verbose_name_plural = _("Smart communities")


class SmartEnterprisePage(UnitPage):
    kind = Kind.ENTERPRISE
    page_description = _("A company that produces or sells with digital means.")
    parent_page_types = ["units.UnitIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("Smart enterprise")
        verbose_name_plural = _("Smart enterprises")


UNIT_MODELS: dict[Kind, type[UnitPage]] = {model.kind: model for model in UnitPage.__subclasses__()}


def kind_by_content_type() -> dict[int, Kind]:
    """Content type id -> kind, from Django's content type cache."""
    types = ContentType.objects.get_for_models(*UNIT_MODELS.values())
    return {content_type.pk: model.kind for model, content_type in types.items()}


def with_card_fields(pages: Iterable[Page]) -> list[UnitPage]:
    """The pages as units with what cards show, in one query for all kinds; specific() would make one for each."""
    units = {page.pk: page.specific_deferred for page in pages}
    names = ["summary", "since", "level", "lead_image_id"]
    found = [
        model.objects.filter(pk__in=units).order_by().values_list("pk", *names)
        for model in {type(unit) for unit in units.values()}
    ]
    for pk, *values in found[0].union(*found[1:], all=True) if found else []:
        for name, value in zip(names, values, strict=True):
            setattr(units[pk], name, value)
    return list(units.values())
