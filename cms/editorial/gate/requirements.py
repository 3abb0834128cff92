"""What a page must fulfil besides two approvals. The rooms that know register their questions here."""

from collections.abc import Callable

from wagtail.models import Page

from cms.core.release import Basis

# Asked with the specific page as it would go live; answers with sentences that say what is missing and what to do.
Requirement = Callable[[Page, Basis], list[str]]

_requirements: list[Requirement] = []


def register_requirement(requirement: Requirement) -> None:
    """Call from an app's `ready`. Not asked for content that ships with the product or follows another page."""
    if requirement not in _requirements:
        _requirements.append(requirement)


def missing(page: Page, basis: Basis) -> list[str]:
    return [sentence for requirement in _requirements for sentence in requirement(page, basis)]
