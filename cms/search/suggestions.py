"""What somebody who is still typing may mean: titles, names and what others ask."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from urllib.parse import urlencode

from django.core.cache import cache
from django.urls import reverse
from wagtail.models import Page

from cms.core.scripts import in_language
from cms.publications.models import LogRow
from cms.search.counting import popular
from cms.search.hits import ranked_ids
from cms.search.queries import Query
from cms.search.trees import Tree, pages_in
from cms.search.vocabulary import vocabulary

SECONDS = 60
MAX_SUGGESTIONS = 8
MAX_WORDS = 4
# As many titles are looked at, so that those of this site can come first.
TITLES = 40


@dataclass(frozen=True)
class Suggestion:
    text: str
    url: str


def suggest(query: Query, own: Tree, language: str) -> list[dict[str, str]]:
    """Names and frequent queries first, as new searches; then pages, those of this site before others."""
    if not query.text:
        return []
    digest = sha256(query.normalised.encode()).hexdigest()
    # With the newest row of the log: a title that was recalled is not proposed any more.
    newest = LogRow.objects.order_by("-pk").values_list("pk", flat=True).first()
    key = f"search-suggestions:{own.site_id}:{language}:{newest}:{digest}"
    return cache.get_or_set(key, lambda: _suggest(query, own, language), SECONDS)


def _suggest(query: Query, own: Tree, language: str) -> list[dict[str, str]]:
    found: dict[str, Suggestion] = {}
    for text in list(_words(query, own, language))[:MAX_WORDS]:
        shown = in_language(text, language)
        found[shown] = Suggestion(shown, f"{reverse('search')}?{urlencode({'q': shown})}")
    for page in _pages(query, own, language):
        found.setdefault(page.title, Suggestion(page.title, page.url))
    return [asdict(suggestion) for suggestion in list(found.values())[:MAX_SUGGESTIONS]]


def _words(query: Query, own: Tree, language: str) -> Iterator[str]:
    typed = query.normalised.replace(" ", "")
    for asked in popular(own.site_id, language):
        if asked.startswith(query.normalised) and asked != query.normalised:
            yield asked
    yield from vocabulary(language).beginning_with(typed)


def _pages(query: Query, own: Tree, language: str) -> Sequence[Page]:
    ids = ranked_ids(pages_in(language), query.text, autocomplete=True)[:TITLES]
    pages = Page.objects.only("title", "url_path").in_bulk(ids)
    ranked = [pages[pk] for pk in ids if pk in pages]
    return sorted(ranked, key=lambda page: not page.url_path.startswith(own.root_path))
