"""The words of the form. Codes stay in the database: a choice may be reworded, never given another meaning."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """Ordered: the higher of two levels is the level of the whole."""

    LOW = 1, _("Low")
    MEDIUM = 2, _("Medium")
    HIGH = 3, _("High")


class StabilityFactor(models.TextChoices):
    """What may bring people into the street or to the authorities."""

    LAND = "land", _("Land, demolition, housing")
    LIVELIHOOD = "livelihood", _("Schooling, medical care, pensions and other benefits")
    LABOUR = "labour", _("Employment and unpaid wages")
    MONEY = "money", _("Fees, subsidies, distribution of money")
    ENVIRONMENT = "environment", _("Environment, unwanted facilities nearby")
    SAFETY = "safety", _("Safety at work, food and medicines")
    DISASTER = "disaster", _("Disaster, accident, epidemic")
    ETHNIC = "ethnic", _("Ethnic groups and religion")
    LEGACY = "legacy", _("Old disputes and petitions")
    CROWD = "crowd", _("Large gatherings")


class OpinionFactor(models.TextChoices):
    """What may be misread, torn out of context or turned against the place."""

    WORDING = "wording", _("Wording that may be misread or quoted out of context")
    FACTS = "facts", _("Facts or figures that are unconfirmed or differ from earlier ones")
    PICTURES = "pictures", _("Pictures or film that may be misread")
    OFFICIALS = "officials", _("Conduct of officials")
    PROMISE = "promise", _("Promises that people will hold us to")
    VULNERABLE = "vulnerable", _("Minors and people who need protection")
    PRIVACY = "privacy", _("Personal data and private life")
    TOPIC = "topic", _("A topic that is being discussed heatedly just now")
    TIMING = "timing", _("A sensitive date")
    ELSEWHERE = "elsewhere", _("Comparison with other places")
