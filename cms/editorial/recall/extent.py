"""What a recall takes along: everything that readers could read the same thing in."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q
from wagtail.models import Page, Site

from cms.core.panels import site_of
from cms.editorial.recall.copies import copies_of, origins_of, says_the_same
from cms.editorial.recall.models import Part
from cms.editorial.recall.permissions import may_recall


@dataclass
class Extent:
    """`parts` go in any case; `doubtful` are copies that have been changed since, for a person to decide on."""

    parts: dict[Page, Part]
    doubtful: list[Page]

    @property
    def live(self) -> list[Page]:
        return [page for page in self.parts if page.live]


def extent_of(page: Page, user: AbstractBaseUser | None = None, reach: Container[Page] | None = None) -> Extent:
    """What was made out of the page goes with it, also on other sites: translations, mirrors, copies, pages below.

    What the page itself was made out of goes only where the person may recall it too: a county that mirrors or copies
    a page of the prefecture does not take down the prefecture's. Nor where it is outside `reach`, if there is one.
    """
    page = Page.objects.get(pk=page.pk)
    parts = {page: Part.CHOSEN}
    doubtful: dict[int, Page] = {}
    above = set()
    if user is not None and (found := _above(page)):
        above = {each for each in found if may_recall(user, each) and (reach is None or each in reach)}
    parts |= {each: Part.COPY for each in above if _is_same(each, page) or page.alias_of_id == each.pk}
    doubtful |= {each.pk: each for each in above if each not in parts}
    _follow(parts, doubtful)
    if user is not None:
        doubtful = {number: each for number, each in doubtful.items() if may_recall(user, each)}
    return Extent(parts, [each for each in doubtful.values() if each not in parts])


def _follow(parts: dict[Page, Part], doubtful: dict[int, Page]) -> None:
    """Adds what belongs to what is there until nothing new comes."""
    seen: set[int] = set()
    trees: set[str] = set()
    while new := {each.pk: each for each in parts if each.pk not in seen}:
        seen |= new.keys()
        for part, found in _belonging(new.values(), trees):
            for each in found:
                if each not in parts:
                    parts[each] = part
        for each in Page.objects.filter(pk__in=copies_of(new.keys())):
            if each not in parts and each.pk not in doubtful:
                origin = next((one for one in new.values() if _is_same(one, each)), None)
                if origin is not None:
                    parts[each] = Part.COPY
                elif each.live:
                    doubtful[each.pk] = each


def _belonging(pages: Iterable[Page], trees: set[str]) -> list[tuple[Part, Iterable[Page]]]:
    """`trees` are the paths below which everything has been found already; it grows."""
    pages = sorted(pages, key=lambda page: page.path)
    below = Q(pk=None)
    for page in pages:
        if not any(page.path[:end] in trees for end in range(page.steplen, len(page.path) + 1, page.steplen)):
            trees.add(page.path)
            below |= Q(path__startswith=page.path)
    return [
        (Part.TRANSLATION, Page.objects.filter(translation_key__in=[page.translation_key for page in pages])),
        (Part.ALIAS, Page.objects.filter(alias_of__in=[page.pk for page in pages])),
        (Part.BELOW, Page.objects.filter(below)),
    ]


def _above(page: Page) -> list[Page]:
    numbers = origins_of([page.pk])
    if page.alias_of_id:
        numbers.add(page.alias_of_id)
    return list(Page.objects.filter(pk__in=numbers))


def _is_same(one: Page, other: Page) -> bool:
    """As readers get it; of a page that is not live, as it was saved."""
    return says_the_same(one.specific, other.specific)


def homes_in(pages: Iterable[Page]) -> list[Page]:
    """Home pages of sites: with one of them a whole site would go, and nothing would be left to say so."""
    keys = set(Site.objects.values_list("root_page__translation_key", flat=True))
    return [page for page in pages if page.translation_key in keys]


def site_number(page: Page) -> int | None:
    site = site_of(page)
    return site.pk if site else None
