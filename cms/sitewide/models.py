from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.contrib.settings.registry import register_setting
from wagtail.fields import StreamField

from cms.blocks.languages import TRADITIONAL, active_language
from cms.core.references import ReferenceForm
from cms.core.site_owned import SiteOwned
from cms.core.translated import translated
from cms.sitewide.blocks import SiteLinkBlock, SocialAccountBlock
from cms.sitewide.panels import InheritedFieldPanel


def validate_theme(value: str) -> None:
    """The folders of themes/ are the vocabulary; as choices every new theme would be a migration."""
    if value not in settings.THEMES:
        raise ValidationError(
            _("There is no theme “%(theme)s”. Available: %(themes)s."),
            params={"theme": value, "themes": ", ".join(settings.THEMES)},
            code="unknown_theme",
        )


@register_setting(icon="site")
class SiteIdentity(BaseSiteSetting):
    """Who the site is: names, codes, look."""

    inheritable = ("brand_name", "tagline", "theme")
    translations = {
        "brand_name": "brand_name_en",
        "full_name": "name_en",
        "short_name": "short_name_en",
        "tagline": "tagline_en",
    }
    select_related = ("logo",)

    brand_name = models.CharField(_("brand name"), max_length=40, blank=True, help_text=_("What people call the site."))
    full_name = models.CharField(
        _("official name"), max_length=60, blank=True, help_text=_("The full name of the place.")
    )
    short_name = models.CharField(
        _("short name"), max_length=20, blank=True, help_text=_("Where there is little room.")
    )
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    name_hant = models.CharField(_("name in traditional characters"), max_length=60, blank=True)
    brand_name_en = models.CharField(_("brand name in English"), max_length=60, blank=True)
    short_name_en = models.CharField(_("short name in English"), max_length=40, blank=True)
    tagline_en = models.CharField(_("sentence under the name, in English"), max_length=120, blank=True)
    tagline = models.CharField(
        _("sentence under the name"),
        max_length=80,
        blank=True,
        help_text=_("One sentence that invites people in."),
    )
    theme = models.CharField(
        _("theme"),
        max_length=40,
        blank=True,
        validators=[validate_theme],
        help_text=_("The folder of colours, logo and pictures."),
    )
    logo = models.ForeignKey(
        "media.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Empty: the theme's own logo."),
    )
    division_code = models.CharField(
        _("administrative division code"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^\d{6}$", _("Six digits, as in GB/T 2260."))],
        help_text=_("Six digits, as in GB/T 2260."),
    )
    site_id_code = models.CharField(
        _("government website ID"),
        max_length=10,
        blank=True,
        validators=[
            RegexValidator(r"^(bm\d{8}|\d{10})$", _("Ten digits, or “bm” and eight digits for a ministry's website."))
        ],
        help_text=_("Ten digits that begin with the division code."),
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("WGS-84, in degrees."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("WGS-84, in degrees."),
    )

    panels = [
        MultiFieldPanel(
            [
                InheritedFieldPanel("brand_name"),
                FieldRowPanel([FieldPanel("full_name"), FieldPanel("short_name")]),
                FieldPanel("name_hant"),
                InheritedFieldPanel("tagline"),
            ],
            heading=_("Names"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("brand_name_en"),
                FieldRowPanel([FieldPanel("name_en"), FieldPanel("short_name_en")]),
                FieldPanel("tagline_en"),
            ],
            heading=_("Names in English"),
        ),
        MultiFieldPanel(
            [
                InheritedFieldPanel(
                    "theme", widget=forms.Select(choices=[("", "—"), *((name, name) for name in settings.THEMES)])
                ),
                FieldPanel("logo"),
            ],
            heading=_("Look"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("division_code"), FieldPanel("site_id_code")]),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=_("Codes and place"),
        ),
    ]

    base_form_class = ReferenceForm

    class Meta:
        verbose_name = _("Site identity")
        verbose_name_plural = _("Site identities")

    def clean(self) -> None:
        super().clean()
        code = self.site_id_code
        if code.isdigit() and self.division_code and not code.startswith(self.division_code):
            raise ValidationError(
                {
                    "site_id_code": _("The website ID must begin with the division code %(code)s.")
                    % {"code": self.division_code}
                },
                code="foreign_division",
            )
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"longitude": _("Latitude and longitude belong together.")}, code="half_a_position")

    def in_reader_language(self) -> "SiteIdentity":
        """A copy for reading; an official name in traditional characters goes before the converted one."""
        shown = translated(self)
        if active_language() == TRADITIONAL and self.name_hant:
            shown.full_name = self.name_hant
        return shown


@register_setting(icon="list-ul")
class SiteFooter(BaseSiteSetting):
    """The marks and contacts that the norms want at the foot of every page."""

    inheritable = (
        "organiser",
        "undertaker",
        "phone",
        "email",
        "address",
        "icp_number",
        "police_number",
        "error_report_url",
        "map_credit",
        "copyright_notice",
        "sample_notice",
        "social_accounts",
        "links",
    )
    translations = {
        "organiser": "organiser_en",
        "undertaker": "undertaker_en",
        "phone": None,
        "address": "address_en",
        "map_credit": "map_credit_en",
        "copyright_notice": "copyright_notice_en",
        "sample_notice": "sample_notice_en",
    }

    organiser = models.CharField(_("organiser"), max_length=80, blank=True)
    undertaker = models.CharField(_("operated by"), max_length=80, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("postal address"), max_length=120, blank=True)
    icp_number = models.CharField(_("ICP registration number"), max_length=40, blank=True)
    police_number = models.CharField(_("public security registration number"), max_length=40, blank=True)
    party_gov_mark = models.CharField(
        _("Party and government website mark"),
        max_length=40,
        blank=True,
        help_text=_("The code of the mark that was issued for this website; it is never taken over from another."),
    )
    error_report_url = models.URLField(_("address for reporting errors"), blank=True)
    map_credit = models.CharField(
        _("map credit"),
        max_length=80,
        blank=True,
        help_text=_("Source and approval number of the maps shown."),
    )
    copyright_notice = models.CharField(_("copyright notice"), max_length=160, blank=True)
    sample_notice = models.CharField(
        _("notice about sample content"),
        max_length=160,
        blank=True,
        help_text=_("Shown at the foot of every page, for as long as sample content is online."),
    )
    organiser_en = models.CharField(_("organiser in English"), max_length=120, blank=True)
    undertaker_en = models.CharField(_("operated by, in English"), max_length=120, blank=True)
    address_en = models.CharField(_("postal address in English"), max_length=200, blank=True)
    map_credit_en = models.CharField(_("map credit in English"), max_length=120, blank=True)
    copyright_notice_en = models.CharField(_("copyright notice in English"), max_length=200, blank=True)
    sample_notice_en = models.CharField(_("notice about sample content, in English"), max_length=200, blank=True)
    social_accounts = StreamField([("account", SocialAccountBlock())], blank=True, verbose_name=_("social accounts"))
    links = StreamField([("link", SiteLinkBlock())], blank=True, verbose_name=_("links at the foot of the page"))

    panels = [
        MultiFieldPanel(
            [
                InheritedFieldPanel("organiser"),
                InheritedFieldPanel("undertaker"),
                InheritedFieldPanel("phone"),
                InheritedFieldPanel("email"),
                InheritedFieldPanel("address"),
            ],
            heading=_("Who answers for the site"),
        ),
        MultiFieldPanel(
            [
                InheritedFieldPanel("icp_number"),
                InheritedFieldPanel("police_number"),
                FieldPanel("party_gov_mark"),
                InheritedFieldPanel("error_report_url"),
            ],
            heading=_("Registrations"),
        ),
        MultiFieldPanel(
            [
                InheritedFieldPanel("map_credit"),
                InheritedFieldPanel("copyright_notice"),
                InheritedFieldPanel("sample_notice"),
            ],
            heading=_("Notices"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("organiser_en"),
                FieldPanel("undertaker_en"),
                FieldPanel("address_en"),
                FieldPanel("map_credit_en"),
                FieldPanel("copyright_notice_en"),
                FieldPanel("sample_notice_en"),
            ],
            heading=_("In English"),
            help_text=_("What is left empty is shown in Chinese."),
        ),
        InheritedFieldPanel("social_accounts"),
        InheritedFieldPanel("links"),
    ]

    base_form_class = ReferenceForm

    class Meta:
        verbose_name = _("Site footer")
        verbose_name_plural = _("Site footers")


@register_setting(icon="bars")
class SiteMenu(BaseSiteSetting):
    """An editor's own order of the main menu."""

    items = StreamField(
        [("link", SiteLinkBlock())],
        blank=True,
        max_num=9,
        verbose_name=_("menu items"),
        help_text=_(
            "Empty: the columns of this site that are marked “show in menus”, in the order of the page tree. "
            "Columns without a published page stay hidden in both cases."
        ),
    )

    panels = [FieldPanel("items")]

    base_form_class = ReferenceForm

    class Meta:
        verbose_name = _("Site menu")
        verbose_name_plural = _("Site menus")


class AlertBannerQuerySet(models.QuerySet):
    def effective(self) -> "AlertBannerQuerySet":
        now = timezone.now()
        return self.filter(starts_at__lte=now).filter(models.Q(ends_at=None) | models.Q(ends_at__gt=now))


class AlertBanner(SiteOwned):
    """A message on top of every page of a site, from one time to another."""

    class Level(models.TextChoices):
        INFO = "info", _("Notice")
        WARNING = "warning", _("Warning")
        URGENT = "urgent", _("Urgent")

    translations = {"title": "title_en", "text": "text_en"}

    level = models.CharField(_("level"), max_length=10, choices=Level.choices, default=Level.INFO)
    title = models.CharField(_("title"), max_length=60)
    text = models.TextField(_("text"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    text_en = models.TextField(_("text in English"), max_length=600, blank=True)
    link_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page with more"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    starts_at = models.DateTimeField(_("shown from"), default=timezone.now)
    ends_at = models.DateTimeField(
        _("shown until"), null=True, blank=True, help_text=_("Empty: until somebody ends it here.")
    )
    include_nested = models.BooleanField(
        _("also on the sites below"),
        default=False,
        help_text=_("On the prefecture's site: show it on the counties' sites as well."),
    )

    objects = AlertBannerQuerySet.as_manager()

    panels = [
        FieldPanel("site"),
        FieldPanel("level"),
        FieldPanel("title"),
        FieldPanel("text"),
        MultiFieldPanel(
            [FieldPanel("title_en"), FieldPanel("text_en")],
            heading=_("In English"),
            help_text=_("What is left empty is shown in Chinese."),
        ),
        FieldPanel("link_page"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")], heading=_("Time")),
        FieldPanel("include_nested"),
    ]

    class Meta:
        verbose_name = _("Alert banner")
        verbose_name_plural = _("Alert banners")
        ordering = ["-starts_at"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end must be after the beginning.")}, code="ends_before_start")

    @property
    def is_effective(self) -> bool:
        now = timezone.now()
        return self.starts_at <= now and (self.ends_at is None or now < self.ends_at)
