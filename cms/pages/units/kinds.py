"""The seven kinds of demonstration unit ("七个一") and the levels that recognise them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    CAMPUS = "campus", _("Smart campus")
    HOSPITAL = "hospital", _("Smart hospital")
    OFFICE = "office", _("Smart government office")
    SCENIC = "scenic", _("Smart scenic spot")
    VILLAGE = "village", _("Smart village")
    COMMUNITY = "community", _("Smart community")
    ENTERPRISE = "enterprise", _("Smart enterprise")


class Level(models.TextChoices):
    COUNTY = "county", _("County level")
    PREFECTURE = "prefecture", _("Prefecture level")
    PROVINCE = "province", _("Provincial level")
    NATIONAL = "national", _("National level")


STAGES = [
    ("kindergarten", _("Kindergarten")),
    ("primary", _("Primary school")),
    ("junior", _("Junior middle school")),
    ("senior", _("Senior middle school")),
    ("vocational", _("Vocational school")),
    ("special", _("Special education")),
]
