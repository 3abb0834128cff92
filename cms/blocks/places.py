"""Places. Coordinates are WGS-84; links to Chinese map services carry GCJ-02."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.geo import map_links


class LocationValue(blocks.StructValue):
    @property
    def links(self) -> list[tuple[str, str]]:
        """(name of the map service, address) pairs."""
        return map_links(self["name"], float(self["latitude"]), float(self["longitude"]))


class LocationBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"), max_length=60)
    address = blocks.CharBlock(label=_("Address"), max_length=120, required=False)
    latitude = blocks.DecimalBlock(
        label=_("Latitude"),
        validators=[MinValueValidator(Decimal(-90)), MaxValueValidator(Decimal(90))],
        help_text=_("WGS-84 in degrees, for instance 30.2747"),
    )
    longitude = blocks.DecimalBlock(
        label=_("Longitude"),
        validators=[MinValueValidator(Decimal(-180)), MaxValueValidator(Decimal(180))],
        help_text=_("WGS-84 in degrees, for instance 109.4833"),
    )

    class Meta:
        icon = "site"
        label = _("Location")
        label_format = "{name}"
        description = _("A place with its address and links to map services.")
        template = "blocks/location.html"
        preview_value = {
            "name": "唐崖土司城址",
            "address": "咸丰县",
            "latitude": Decimal("29.691"),
            "longitude": Decimal("109.006"),
        }
        value_class = LocationValue
