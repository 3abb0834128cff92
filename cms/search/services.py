"""What stands above the results: best bets, and the tasks and services of the home page that a query means."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from wagtail.blocks import StreamValue
from wagtail.models import Page

from cms.blocks.languages import SOURCE, active_language, in_active_language, language_of
from cms.core.scope import live_public
from cms.core.translated import localized
from cms.pages.standard.models import HomePage
from cms.search.models import BestBet
from cms.search.queries import Query
from cms.search.snippets import highlight
from cms.search.text import normalise
from cms.search.trees import Tree, above, pages_at
from cms.search.words import synonyms

MAX_SERVICES = 4
SERVICE_SECTIONS = ("tasks", "services")


@dataclass
class Shortcut:
    """A link straight to what somebody wants; `icon` as in a task, empty for a best bet."""

    title: SafeString
    description: str
    url: str
    icon: str = ""


def best_bets(query: Query, own: Tree, trees: Sequence[Tree]) -> list[Shortcut]:
    """Those of this site first, then those that the sites above it share."""
    depth = {tree.site_id: len(tree.root_path) for tree in above(own, trees)}
    asked = query.normalised.replace(" ", "")
    bets = [
        bet
        for bet in BestBet.objects.filter(site_id__in=depth)
        if (bet.site_id == own.site_id or bet.include_nested) and asked in map(normalise, bet.queries.split())
    ]
    pages = _targets([bet.page_id for bet in bets])
    shortcuts = []
    for bet in sorted(bets, key=lambda bet: -depth[bet.site_id]):
        page = pages.get(bet.page_id)
        url = page.url if page else bet.address
        # A bet's own words are Chinese: abroad only the page can speak.
        if url and (_reads_chinese() or page):
            title = localized(bet.title) if _reads_chinese() else ""
            description = localized(bet.description) if _reads_chinese() else ""
            shortcuts.append(Shortcut(highlight(title or page.title, query.marked), description, url))
    return shortcuts


def services(query: Query, own: Tree, trees: Sequence[Tree]) -> list[Shortcut]:
    """Of this site's home page and of those above it, the most fitting first."""
    homes = pages_at([tree.root_path for tree in above(own, trees)], HomePage.objects.order_by("-path"))
    sections = homes.values_list("sections", flat=True)
    fitting: dict[str, tuple[int, dict]] = {}
    for item in [item for stream in sections for item in _items(stream)]:
        fit = _fit(query.words, normalise(f"{item['label']} {item.get('description') or ''}"))
        if fit and item["label"] not in fitting:
            fitting[item["label"]] = fit, item
    best = [item for _fit, item in sorted(fitting.values(), key=lambda pair: -pair[0])[:MAX_SERVICES]]
    pages = _targets([item["page"] for item in best if item.get("page")])
    shortcuts = []
    for item in best:
        page = pages.get(item.get("page"))
        url = page.url if page else item.get("address")
        if url:
            title = highlight(item["label"], query.marked)
            shortcuts.append(Shortcut(title, item.get("description") or "", url, item.get("icon", "")))
    return shortcuts


def _items(sections: StreamValue) -> Iterator[dict]:
    """From the stored form: only the few that match need their pages."""
    for section in sections.raw_data:
        if section["type"] in SERVICE_SECTIONS:
            yield from (item["value"] for item in section["value"]["items"])


def _fit(words: Sequence[str], text: str) -> int:
    """How many characters of the query the text answers; 0 if that is less than half of them."""
    answered = sum(len(word) for word in words if any(meaning in text for meaning in (word, *synonyms(word))))
    return answered if 2 * answered >= sum(map(len, words)) else 0


def _targets(numbers: list[int]) -> dict[int, Page]:
    """By the number of the chosen page: the page to send readers to, in their language."""
    if not numbers:
        return {}
    found = in_active_language(live_public(Page.objects.filter(pk__in=numbers)))
    return {number: page for number, page in found.items() if _reads_chinese() or language_of(page) != SOURCE}


def _reads_chinese() -> bool:
    return active_language().code.startswith(SOURCE.code[:2])
