"""Where pages stand in each language: for the language switcher, for machines, and for links that every page shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypedDict
from uuid import UUID

from django.http import HttpRequest
from django.urls import ResolverMatch, reverse
from django.utils.translation import override
from wagtail.models import Page, Site

from cms.blocks.languages import LANGUAGES, SOURCE, Language, active_language, home_path, own_text, root_above
from cms.core.scope import is_private


@dataclass(frozen=True)
class Place:
    """A live page: what a link to it says and where it leads. `path` is the address on its own host."""

    pk: int
    tree_path: str
    title: str
    language: Language
    root_url: str
    path: str
    private: bool

    @property
    def url(self) -> str:
        return self.root_url + self.path

    @property
    def hreflang(self) -> str:
        """Empty where the page is in the reader's language."""
        return "" if self.language == active_language() else self.language.tag


class LanguageChoice(TypedDict):
    """One line of the switcher; `place` is the page above that stands in for one that is not translated."""

    language: Language
    url: str
    current: bool
    stand_in: Place | None
    # For everybody, and the same page: what machines may be told of.
    alternate: bool


class Places:
    """The live pages of some texts in all languages, found with one query when first asked for."""

    def __init__(self, numbers: Iterable[int]) -> None:
        """`numbers` are those of pages in any language."""
        self._numbers = set(numbers)

    @cached_property
    def _found(self) -> dict[UUID, dict[str, Place]]:
        keys = Page.objects.filter(pk__in=self._numbers).values("translation_key")
        rows = (
            own_text(Page.objects.live().filter(translation_key__in=keys))
            .annotate(private=is_private())
            .values_list("pk", "path", "title", "translation_key", "url_path", "private")
        )
        roots = Site.get_site_root_paths()
        found: dict[UUID, dict[str, Place]] = {}
        for pk, tree_path, title, key, url_path, private in rows:
            if (root := root_above(url_path, roots)) and (language := LANGUAGES.get(root.language_code)):
                path = home_path(language.code) + url_path.removeprefix(root.root_path)
                place = Place(pk, tree_path, title, language, root.root_url, path, private)
                found.setdefault(key, {})[language.code] = place
        return found

    @cached_property
    def _keys(self) -> dict[int, UUID]:
        return {place.pk: key for key, places in self._found.items() for place in places.values()}

    def of(self, number: int | None) -> dict[str, Place]:
        """The page of this number by language code; empty if it is not live."""
        return self._found.get(self._keys.get(number), {})

    def best(self, number: int | None) -> Place | None:
        """The page in the reader's language, else in the source's; None if it is not live."""
        places = self.of(number)
        return places.get(active_language().code) or places.get(SOURCE.code)


def page_choices(trail: list[Page], places: Places) -> list[LanguageChoice]:
    """For the last page of the trail, which begins at the home page; without languages that have no home page."""
    steps = [places.of(page.pk) for page in reversed(trail)]
    choices = []
    for language in LANGUAGES.values():
        nearest = next((step[language.code] for step in steps if language.code in step), None)
        if nearest:
            same = steps[0].get(language.code)
            choices.append(_choice(language, nearest.path, None if same else nearest, bool(same and not same.private)))
    return choices


def view_choices(match: ResolverMatch, request: HttpRequest, homes: dict[str, Place]) -> list[LanguageChoice]:
    """For an address that is no page: the same address in every language that the site has."""
    choices = []
    for language in LANGUAGES.values():
        if language.code in homes:
            with override(language.code):
                path = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
            query = request.META.get("QUERY_STRING")
            choices.append(_choice(language, f"{path}?{query}" if query else path, None, True))
    return choices


def _choice(language: Language, url: str, stand_in: Place | None, alternate: bool) -> LanguageChoice:
    current = language == active_language()
    return LanguageChoice(language=language, url=url, current=current, stand_in=stand_in, alternate=alternate)
