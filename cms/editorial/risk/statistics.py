"""How each site assesses: what was found in a period, and what is still to be done now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.apps import apps
from django.db.models import DurationField, ExpressionWrapper, F, Q
from wagtail.models import Page, Site

from cms.core.mixins import ColumnMixin
from cms.core.scope import site_trees
from cms.core.scripts import TRADITIONAL
from cms.editorial.gate.fingerprints import fingerprint
from cms.editorial.risk.choices import Level
from cms.editorial.risk.models import Assessment
from cms.editorial.risk.rules import RuleBook
from cms.editorial.risk.states import State, day_of_release


@dataclass
class SiteStatistics:
    """`levels` and `delays` are of the assessments of the period, `states` of the pages as they are now."""

    site: Site
    levels: dict[Level, int] = field(default_factory=lambda: dict.fromkeys(Level, 0))
    states: dict[State, int] = field(default_factory=lambda: dict.fromkeys(State, 0))
    delays: list[timedelta] = field(default_factory=list)

    @property
    def average_delay(self) -> timedelta | None:
        """From the writing of a content to its assessment."""
        return sum(self.delays, timedelta()) / len(self.delays) if self.delays else None

    @property
    def average_hours(self) -> float | None:
        return None if self.average_delay is None else round(self.average_delay / timedelta(hours=1), 1)


def site_statistics(sites: Iterable[Site], first: date, last: date) -> list[SiteStatistics]:
    """`first` and `last` are days of the period; both belong to it."""
    found = {site.pk: SiteStatistics(site) for site in sites}
    delay = ExpressionWrapper(F("assessed_at") - F("written_at"), DurationField())
    rows = Assessment.objects.filter(site__in=found, assessed_at__date__gte=first, assessed_at__date__lte=last)
    for site, *levels, taken in rows.annotate(taken=delay).values_list(
        "site_id", "stability_level", "opinion_level", "taken"
    ):
        found[site].levels[Level(max(levels))] += 1
        found[site].delays.append(taken)
    for site, state in _states([row.site for row in found.values()]):
        found[site.pk].states[state] += 1
    return list(found.values())


def _states(sites: list[Site]) -> Iterator[tuple[Site, State]]:
    """Of the pages that need an assessment and wait for publication, and of live ones that were assessed once.

    What is live without one came with the product, or from a time when none was needed: nothing is missing there.
    """
    newest = _newest_assessments()
    rules, columns = RuleBook(), _column_types()
    for site, tree in site_trees(sites).items():
        demanded = rules.of(site)
        waiting = Q(live=False) | Q(has_unpublished_changes=True)
        assessed = Q(translation_key__in=Assessment.objects.values("translation_key"))
        pages = tree.narrow(Page.objects.filter(waiting | assessed, alias_of=None))
        pages = pages.exclude(locale__language_code=TRADITIONAL)
        for page in pages.select_related("content_type", "latest_revision"):
            page_type = ".".join(page.content_type.natural_key())
            if not demanded.demand(page_type, _column_type(page.path, columns)):
                continue
            assessment = newest.get((page.translation_key, page.locale_id))
            if assessment is not None or not page.live or page.has_unpublished_changes:
                yield site, _state(page, assessment)


def _state(page: Page, assessment: Assessment | None) -> State:
    if assessment is None:
        return State.MISSING
    # Saved again since, perhaps without a change.
    is_newer = assessment.revision_id != page.latest_revision_id
    if is_newer and assessment.fingerprint != fingerprint(page.get_latest_revision_as_object()):
        return State.OUTDATED
    return State.VALID if assessment.holds_on(day_of_release(page)) else State.EXPIRED


def _newest_assessments() -> dict[tuple, Assessment]:
    return {(row.translation_key, row.locale_id): row for row in Assessment.objects.order_by("pk")}


def _column_types() -> dict[str, str]:
    """By tree path."""
    found = {}
    for model in apps.get_models():
        if issubclass(model, ColumnMixin):
            found |= dict(model.objects.values_list("path", "column_type"))
    return found


def _column_type(path: str, columns: dict[str, str]) -> str:
    """Of the nearest column above the page, itself included."""
    for end in range(len(path), 0, -Page.steplen):
        if path[:end] in columns:
            return columns[path[:end]]
    return ""
