"""How bad a finding is and of which kind, in words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Severity(models.IntegerChoices):
    """The worse, the higher."""

    NOTE = 1, _("Hint")
    SUGGEST = 2, _("Suggestion")
    REFUSE = 3, _("Refused")


class Kind(models.TextChoices):
    WRONG = "wrong", _("Miswritten word")
    NAME = "name", _("Name of a place or an institution")
    ADVERTISING = "advertising", _("Advertising superlative")
    HEALTH = "health", _("Health claim")
    OTHER = "other", _("Other wording")
    PERSONAL = "personal", _("Personal data")


class TermKind(models.TextChoices):
    """Those that an entry may have: personal data is found by rule, an entry can only say what is none."""

    WRONG = Kind.WRONG.value, Kind.WRONG.label
    NAME = Kind.NAME.value, Kind.NAME.label
    ADVERTISING = Kind.ADVERTISING.value, Kind.ADVERTISING.label
    HEALTH = Kind.HEALTH.value, Kind.HEALTH.label
    OTHER = Kind.OTHER.value, Kind.OTHER.label
    NUMBER = "number", _("Number that may be published")


# Rules by which personal data is found (`personal.py`), as people call what they find.
PERSONAL = {
    "identity_card": _("Identity card number"),
    "bank_card": _("Bank card number"),
    "mobile": _("Mobile phone number"),
    "landline": _("Telephone number"),
}


class Worded:
    """For what has a severity, a kind and a term: how it is shown."""

    severity: int
    kind: str
    term: str

    @property
    def severity_label(self) -> str:
        return str(Severity(self.severity).label)

    @property
    def severity_name(self) -> str:
        """For style sheets."""
        return Severity(self.severity).name.lower()

    @property
    def kind_label(self) -> str:
        if self.kind == Kind.PERSONAL:
            return str(PERSONAL.get(self.term, Kind.PERSONAL.label))
        return str(TermKind(self.kind).label)
