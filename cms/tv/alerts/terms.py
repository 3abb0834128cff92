"""The words of CAP 1.2 that alerts are described with."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(TextChoices):
    ACTUAL = "Actual", _("Actual")
    EXERCISE = "Exercise", _("Drill")


class Message(TextChoices):
    ALERT = "Alert", _("Alert")
    UPDATE = "Update", _("Update")
    CANCEL = "Cancel", _("All clear")


class Category(TextChoices):
    GEO = "Geo", _("Geological")
    MET = "Met", _("Weather")
    SAFETY = "Safety", _("General safety")
    SECURITY = "Security", _("Public order")
    RESCUE = "Rescue", _("Rescue")
    FIRE = "Fire", _("Fire")
    HEALTH = "Health", _("Health")
    ENV = "Env", _("Environment")
    TRANSPORT = "Transport", _("Traffic")
    INFRA = "Infra", _("Water, power and networks")
    CBRNE = "CBRNE", _("Dangerous substances")
    OTHER = "Other", _("Other")


class Response(TextChoices):
    SHELTER = "Shelter", _("Take shelter")
    EVACUATE = "Evacuate", _("Leave the area")
    PREPARE = "Prepare", _("Prepare")
    EXECUTE = "Execute", _("Do what was agreed beforehand")
    AVOID = "Avoid", _("Avoid the area")
    MONITOR = "Monitor", _("Follow the news")
    ASSESS = "Assess", _("Weigh what to do")
    ALL_CLEAR = "AllClear", _("All clear")
    NONE = "None", _("Nothing to do")


class Urgency(TextChoices):
    IMMEDIATE = "Immediate", _("At once")
    EXPECTED = "Expected", _("Within the hour")
    FUTURE = "Future", _("Later")
    PAST = "Past", pgettext_lazy("urgency", "Over")
    UNKNOWN = "Unknown", _("Unknown")


class Severity(TextChoices):
    """From the gravest; the colours are those of the Chinese warning scale."""

    EXTREME = "Extreme", _("Red: extraordinarily grave")
    SEVERE = "Severe", _("Orange: grave")
    MODERATE = "Moderate", _("Yellow: rather grave")
    MINOR = "Minor", _("Blue: ordinary")
    UNKNOWN = "Unknown", _("Unknown")

    @property
    def rank(self) -> int:
        return list(Severity).index(self)

    @property
    def level(self) -> str:
        return ("red", "orange", "yellow", "blue", "blue")[self.rank]


class Certainty(TextChoices):
    OBSERVED = "Observed", _("It is happening")
    LIKELY = "Likely", _("Likely")
    POSSIBLE = "Possible", _("Possible")
    UNLIKELY = "Unlikely", _("Unlikely")
    UNKNOWN = "Unknown", _("Unknown")
