"""The text check on top of the page editor, as long as there is something to say."""

from collections import Counter
from dataclasses import dataclass

from django.utils.functional import cached_property
from wagtail.admin.panels import Panel

from cms.editorial.texts.checking import has_refusals
from cms.editorial.texts.drafts import findings_of_draft
from cms.editorial.texts.findings import Finding
from cms.editorial.texts.kinds import Worded

# So many stand open above the form; the others unfold.
SHOWN = 5


@dataclass(frozen=True)
class Count(Worded):
    severity: int
    count: int


class TextCheckPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "texts/panel.html"

        @cached_property
        def findings(self) -> list[Finding]:
            return findings_of_draft(self.instance)

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.instance.pk) and bool(self.findings)

        def get_context_data(self, parent_context: dict | None = None) -> dict:
            context = super().get_context_data(parent_context)
            return context | {
                "first": self.findings[:SHOWN],
                "rest": self.findings[SHOWN:],
                "counts": counts(self.findings),
                "refused": has_refusals(self.findings),
            }


def counts(findings: list[Finding]) -> list[Count]:
    """How many of each severity there are, worst first."""
    found = Counter(finding.severity for finding in findings)
    return [Count(severity, found[severity]) for severity in sorted(found, reverse=True)]
