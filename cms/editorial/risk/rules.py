"""Which pages need an assessment and how long one holds, from the rules of a site and of all sites above it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from wagtail.models import Page, Site

from cms.core.mixins import ColumnType
from cms.core.models import BasePage
from cms.core.panels import site_of
from cms.core.scripts import TRADITIONAL
from cms.editorial.risk.choices import Level
from cms.sitewide.inheritance import lineage

DAYS = {Level.LOW: 30, Level.MEDIUM: 14, Level.HIGH: 7}


@dataclass(frozen=True)
class Rules:
    """`page_types` are labels in lower case; pages in a column of one of `column_types` count whatever their type."""

    page_types: frozenset[str]
    column_types: frozenset[str]
    days: dict[Level, int]

    def stricter(self, row: object) -> "Rules":
        """These rules and what a site's own row adds to them."""
        days = {level: min(number, row.days_of(level) or number) for level, number in self.days.items()}
        return Rules(self.page_types | set(row.page_types), self.column_types | set(row.column_types), days)

    def demand(self, page_type: str, column_type: str) -> bool:
        return page_type in self.page_types or column_type in self.column_types


# As long as nobody has decided anything: news (notices are news in a column of their own), commentaries, policies.
DEFAULTS = Rules(
    page_types=frozenset({"news.newspage", "commentary.commentarypage"}),
    column_types=frozenset({str(ColumnType.POLICIES), str(ColumnType.INTERPRETATION)}),
    days=DAYS,
)


class RuleBook:
    """The rules of all sites, read once."""

    def __init__(self) -> None:
        self.sites = list(Site.objects.select_related("root_page"))
        self.rows = {row.site_id: row for row in apps.get_model("risk.RiskRules").objects.all()}

    def of(self, site: Site | None) -> Rules:
        """Of a page outside every site those that hold by default."""
        line = self._line(site) if site else []
        return self._sum(line)

    def above(self, site: Site) -> Rules | None:
        """What the sites above demand together; None for a site with none above it."""
        line = self._line(site)[1:]
        return self._sum(line) if line else None

    def _line(self, site: Site) -> list[Site]:
        """As they are now: the site at hand may have come with another root page."""
        known = next((each for each in self.sites if each.pk == site.pk), site)
        return lineage(known, self.sites)

    def _sum(self, line: Iterable[Site]) -> Rules:
        rows = [self.rows.get(site.pk) for site in reversed(list(line))]
        top, *below = rows or [None]
        rules = Rules(frozenset(top.page_types), frozenset(top.column_types), self._days(top)) if top else DEFAULTS
        for row in filter(None, below):
            rules = rules.stricter(row)
        return rules

    @staticmethod
    def _days(row: object) -> dict[Level, int]:
        """The uppermost site may allow more than the defaults."""
        return {level: row.days_of(level) or DAYS[level] for level in Level}


def rules_above(site: Site) -> Rules | None:
    return RuleBook().above(site)


def rules_for(page: Page) -> Rules:
    return RuleBook().of(site_of(page))


def needs_assessment(page: Page, rules: Rules | None = None) -> bool:
    """Not of what is made out of another page by rule and goes live with it."""
    if page.alias_of_id or page.locale.language_code == TRADITIONAL:
        return False
    page = page.specific
    column = page.column if isinstance(page, BasePage) else None
    return (rules or rules_for(page)).demand(page._meta.label_lower, column.column_type if column else "")
