"""What was assessed for which content, and which pages have to be."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.contrib.settings.registry import register_setting
from wagtail.models import Site

from cms.audit.append_only import AppendOnly
from cms.core.site_owned import SiteOwned
from cms.editorial.gate.models import FactQuerySet, PageFact
from cms.editorial.risk.choices import Level, OpinionFactor, StabilityFactor
from cms.editorial.risk.panels import FromAbovePanel
from cms.editorial.risk.rules import DAYS, DEFAULTS, rules_above
from cms.editorial.risk.rules_form import RiskRulesForm


class Assessment(AppendOnly, SiteOwned, PageFact):
    """The two risks of a page with exactly this content. The newest row of a page counts; earlier ones stay."""

    # Not in a cascade: a site that has been assessed stays.
    site = models.ForeignKey(Site, verbose_name=_("Site"), on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    page_title = models.CharField(_("Page"), max_length=255, editable=False)
    # When this content was written: the assessment's delay is counted from here.
    written_at = models.DateTimeField(editable=False)

    stability_level = models.PositiveSmallIntegerField(_("Level"), choices=Level)
    stability_factors = models.JSONField(_("Factors"), default=list, blank=True)
    stability_note = models.TextField(_("In your own words"), max_length=500, blank=True)
    opinion_level = models.PositiveSmallIntegerField(_("Level"), choices=Level)
    opinion_factors = models.JSONField(_("Factors"), default=list, blank=True)
    opinion_note = models.TextField(_("In your own words"), max_length=500, blank=True)
    measures = models.TextField(
        _("Measures"),
        max_length=1000,
        blank=True,
        help_text=_("What is done against the risk, and who stands ready. Required from medium risk up."),
    )
    valid_until = models.DateField(_("Valid until"))

    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Assessed by"), on_delete=models.PROTECT, related_name="+"
    )
    assessed_at = models.DateTimeField(_("Assessed at"), default=timezone.now, editable=False)

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = _("Risk assessment")
        verbose_name_plural = _("Risk assessments")
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["translation_key", "locale", "-id"], name="assessment_of_page"),
            models.Index(fields=["site", "assessed_at"], name="assessment_of_site"),
        ]

    def __str__(self) -> str:
        return f"{self.page_title} ({self.get_level_display()})"

    @property
    def level(self) -> Level:
        return Level(max(self.stability_level, self.opinion_level))

    def get_level_display(self) -> str:
        return str(self.level.label)

    @property
    def is_high(self) -> bool:
        return self.level == Level.HIGH

    def holds_on(self, day: date) -> bool:
        """To the end of its last day."""
        return day <= self.valid_until

    @property
    def stability_labels(self) -> list[str]:
        return [str(factor.label) for factor in StabilityFactor if factor in self.stability_factors]

    @property
    def opinion_labels(self) -> list[str]:
        return [str(factor.label) for factor in OpinionFactor if factor in self.opinion_factors]


@register_setting(icon="warning")
class RiskRules(BaseSiteSetting):
    """Which pages of a site need an assessment. A site below another one adds to its rules and cannot loosen them."""

    page_types = models.JSONField(_("Types of page"), default=list, blank=True)
    column_types = models.JSONField(_("Columns"), default=list, blank=True)
    low_days = models.PositiveSmallIntegerField(
        _("Low risk: valid for (days)"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    medium_days = models.PositiveSmallIntegerField(
        _("Medium risk: valid for (days)"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    high_days = models.PositiveSmallIntegerField(
        _("High risk: valid for (days)"), null=True, blank=True, validators=[MinValueValidator(1)]
    )

    panels = [
        MultiFieldPanel(
            [FromAbovePanel(), FieldPanel("page_types"), FieldPanel("column_types")],
            heading=_("What is assessed before it is published"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("low_days"), FieldPanel("medium_days"), FieldPanel("high_days")])],
            heading=_("How long an assessment holds at most"),
            help_text=_("Empty: as long as the site above allows, or 30, 14 and 7 days."),
        ),
    ]
    base_form_class = RiskRulesForm

    class Meta:
        verbose_name = _("Risk assessment rules")
        verbose_name_plural = _("Risk assessment rules")

    @classmethod
    def for_site(cls, site: Site) -> "RiskRules":
        """The uppermost site begins with the rules that hold as long as nobody has decided anything."""
        if site is None:
            raise cls.DoesNotExist("Rules belong to a site.")
        values = {}
        if rules_above(site) is None:
            days = {f"{Level(level).name.lower()}_days": number for level, number in DAYS.items()}
            values = {
                "page_types": sorted(DEFAULTS.page_types),
                "column_types": sorted(DEFAULTS.column_types),
                **days,
            }
        return cls.base_queryset().get_or_create(site=site, defaults=values)[0]

    def days_of(self, level: Level) -> int | None:
        return getattr(self, f"{level.name.lower()}_days")

    def clean(self) -> None:
        super().clean()
        above = rules_above(self.site)
        if above is None:
            return
        message = _("At most %(days)s days: the rules above this site allow no more.")
        errors = {
            f"{level.name.lower()}_days": ValidationError(message, params={"days": above.days[level]})
            for level in Level
            if (self.days_of(level) or 0) > above.days[level]
        }
        if errors:
            raise ValidationError(errors)
