"""Where a page stands with its assessment; what the gate and the reviewers ask."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import TextChoices
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from cms.core.release import Basis
from cms.editorial.gate.fingerprints import fingerprint
from cms.editorial.risk.models import Assessment
from cms.editorial.risk.rules import needs_assessment


class State(TextChoices):
    MISSING = "missing", gettext_lazy("Not assessed")
    VALID = "valid", gettext_lazy("Assessed")
    EXPIRED = "expired", gettext_lazy("Expired")
    OUTDATED = "outdated", gettext_lazy("Outdated by an edit")


@dataclass(frozen=True)
class PageRisk:
    """The assessment of a page as the object at hand is: a draft where the draft was passed.

    Everything is looked up when it is asked for, once.
    """

    page: Page

    @cached_property
    def needed(self) -> bool:
        return needs_assessment(self.page)

    @cached_property
    def assessment(self) -> Assessment | None:
        return current_assessment(self.page)

    @cached_property
    def state(self) -> State:
        if self.assessment is None:
            return State.MISSING
        if self.assessment.fingerprint != fingerprint(self.page):
            return State.OUTDATED
        return State.VALID if self.assessment.holds_on(day_of_release(self.page)) else State.EXPIRED

    @property
    def is_settled(self) -> bool:
        """Whether nobody has to do anything."""
        return not self.needed or self.state == State.VALID

    @property
    def missing(self) -> str:
        """A sentence for people who want to publish; empty if nothing is missing."""
        if self.is_settled:
            return ""
        if self.state == State.EXPIRED:
            day = date_format(self.assessment.valid_until, "DATE_FORMAT")
            return _("The risk assessment is valid until %(day)s and no longer. Assess the page again.") % {"day": day}
        return SENTENCES[self.state]

    @property
    def address(self) -> str:
        return reverse("risk_page", args=[self.page.pk])


SENTENCES = {
    State.MISSING: gettext_lazy("The risks of this page have not been assessed. Fill in the risk assessment."),
    State.OUTDATED: gettext_lazy("The page has been changed since its risks were assessed. Assess it again."),
}


def day_of_release(page: Page) -> date:
    """On which it has to hold: today, or when a page goes live that is scheduled for later."""
    today = timezone.localdate()
    return max(today, timezone.localdate(page.go_live_at)) if page.go_live_at else today


def current_assessment(page: Page) -> Assessment | None:
    """The newest, whatever its state."""
    return Assessment.objects.of(page).select_related("assessed_by").order_by("-pk").first()


def state_of(page: Page) -> State:
    """Of exactly the content of the object at hand."""
    return PageRisk(page).state


def demands_prefecture(page: Page) -> bool:
    """Whether the newest assessment says high in either part. It says so until another one says otherwise."""
    assessment = current_assessment(page)
    return assessment is not None and assessment.is_high


def unassessed(page: Page, basis: Basis) -> list[str]:
    """The gate's question. An urgent notice goes out first and is assessed in the review after the fact."""
    sentence = "" if basis == Basis.URGENT else str(PageRisk(page).missing)
    return [sentence] if sentence else []
