"""Filling a rundown by rule: the newest items that fit and have not been shown."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Site

from cms.blocks.languages import SOURCE
from cms.editorial.gate.models import EndedQuerySet
from cms.pages.standard.models import HomePage
from cms.tv.editions.models import EditionAsset, FillRule
from cms.tv.kinds import kind_of
from cms.tv.models import Item
from cms.tv.places import Places, pages_of
from cms.tv.visible import visible_items


@dataclass(frozen=True)
class Filling:
    """What a rule found, and what it passed over."""

    wanted: int
    items: list[Item]
    in_rundown: int
    shown_before: int

    def __str__(self) -> str:
        added = len(self.items)
        parts = [ngettext("%(count)s row was added.", "%(count)s rows were added.", added) % {"count": added}]
        if added < self.wanted:
            parts.append(_("The rule asks for %(wanted)s, no more items fit it.") % {"wanted": self.wanted})
        if self.in_rundown:
            parts.append(_("Already in this rundown: %(count)s.") % {"count": self.in_rundown})
        if self.shown_before:
            parts.append(_("Left out because the channel has shown them: %(count)s.") % {"count": self.shown_before})
        return " ".join(parts)


def fill(rule: FillRule, present: set[UUID]) -> Filling:
    """`present`: what stands in the rundown already, saved or not. In the language in which people write first."""
    shown = _shown_before(rule) if rule.not_shown_yet else set()
    items, in_rundown, shown_before, places = [], 0, 0, Places()
    for item in _matching(rule).select_related("page").defer("payload").order_by("-shown_at", "-pk").iterator():
        if len(items) == rule.count:
            break
        if item.translation_key in present:
            in_rundown += 1
        elif item.translation_key in shown:
            shown_before += 1
        elif places.of(item.page):
            items.append(item)
    return Filling(rule.count, items, in_rundown, shown_before)


def _matching(rule: FillRule) -> EndedQuerySet:
    items = visible_items().filter(locale__language_code=SOURCE.code)
    if site := Site.objects.filter(pk=rule.site_id).first():
        items = items.filter(page__in=pages_of(site))
    items = of_kind(items, rule.kind)
    if rule.topic:
        items = items.filter(page__newspage__topics__name=rule.topic)
    if rule.days:
        items = items.filter(shown_at__gte=timezone.now() - timedelta(days=rule.days))
    return items


def of_kind(items: EndedQuerySet, kind: str) -> EndedQuerySet:
    """Home pages are on television for their services: nothing to show, unless somebody asks for that very kind."""
    return items.filter(kind=kind) if kind else items.exclude(kind=kind_of(HomePage))


def _shown_before(rule: FillRule) -> set[UUID]:
    """In any edition of the channel."""
    files = EditionAsset.objects.filter(edition__channel=rule.rundown.channel_id, item__isnull=False)
    return set(files.order_by().values_list("item__translation_key", flat=True).distinct())
