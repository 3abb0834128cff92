"""Which items a consumer asks for."""

import re
from collections.abc import Collection
from typing import Literal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import HttpError
from pydantic import Field
from wagtail.models import Page, Site
from wagtail.search.backends import get_search_backend

from cms.blocks.languages import LANGUAGES, SOURCE
from cms.editorial.gate.models import EndedQuerySet
from cms.tv.kinds import kinds
from cms.tv.models import Item
from cms.tv.moments import Moment
from cms.tv.paging import after
from cms.tv.places import Places, pages_of, site_names, sites_with_identities
from cms.tv.visible import visible_items

Locale = Literal[tuple(LANGUAGES)]
MAX_ITEMS = 100
# Of more hits only the best are looked at.
MAX_HITS = 1000
# Letters that may be pinyin: `dxg` or `daxiagu` for 大峡谷 (T-17).
LATIN = re.compile(r"[A-Za-zü' ]+")
# PostgreSQL does not compare these.
UNFIT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class LocaleFilter(Schema):
    locale: Locale = SOURCE.code


SITE = Field(None, description="Host name, or administrative division code such as 422802.")


class SiteFilter(LocaleFilter):
    site: str | None = SITE


class ItemFilter(Schema):
    site: str | None = SITE
    county: str | None = Field(None, description="Division code; that of the prefecture stands for all of it.")
    type: str | None = Field(None, description="Kind of item, such as news or scenic_spot.")
    topic: str | None = None
    q: str | None = Field(None, max_length=100, description="Chinese words, or pinyin: dxg finds 大峡谷.")
    locale: Locale = SOURCE.code
    since: Moment | None = Field(None, description="First published at or after this time.")
    until: Moment | None = None
    cursor: str | None = None
    limit: int = Field(20, ge=1, le=MAX_ITEMS)

    def narrow(self, items: EndedQuerySet) -> EndedQuerySet:
        """All but cursor and limit. Raises HttpError 422 with what there is, for a name that nobody knows."""
        items = items.filter(locale__language_code=self.locale)
        if self.site:
            items = items.filter(page__in=pages_of(site_named(self.site)))
        if self.county:
            items = items.filter(_in_county(self.county))
        if self.type:
            items = items.filter(kind=known("type", self.type, kinds()))
        if self.topic:
            items = items.filter(page__newspage__topics__name=UNFIT.sub("", self.topic))
        if self.q and (words := UNFIT.sub(" ", self.q).strip()):
            items = items.filter(page__in=_found(words, items))
        if self.since:
            items = items.filter(shown_at__gte=self.since)
        if self.until:
            items = items.filter(shown_at__lt=self.until)
        return items

    def chosen(self) -> list[Item]:
        """Newest first, from the cursor on; one more than fits if there are more."""
        items = self.narrow(visible_items())
        if self.cursor:
            items = after(items, self.cursor)
        return list(items.select_related("page").order_by("-shown_at", "-pk")[: self.limit + 1])


def known(name: str, value: str, there_are: Collection[str]) -> str:
    if value not in there_are:
        message = _("“%(value)s” is no %(name)s here. There are: %(known)s.")
        raise HttpError(422, message % {"value": value, "name": name, "known": ", ".join(sorted(there_are))})
    return value


def site_named(text: str) -> Site:
    """With this host name or division code; HttpError 422 with those that there are."""
    named = {name: site for site, identity in sites_with_identities() for name in site_names(site, identity) if name}
    return named[known("site", text, named)]


def _in_county(code: str) -> Q:
    """What lies below the site with this code, other sites included."""
    codes = {identity.division_code: site.pk for site, identity in sites_with_identities() if identity.division_code}
    number = codes[known("county", code, codes)]
    roots = [root.root_path for root in Places().roots if root.site_id == number]
    return Q(*[Q(page__url_path__startswith=root) for root in roots], _connector=Q.OR)


def _found(words: str, items: QuerySet) -> list[int]:
    """Pages of these items that the site's own search finds; pinyin counts where letters find nothing."""
    backend, pages = get_search_backend(), Page.objects.filter(live=True)
    asks = [backend.search, *([backend.autocomplete] if LATIN.fullmatch(words) else [])]
    for ask in asks:
        hits = [page.pk for page in ask(words, pages)[:MAX_HITS]]
        if found := list(items.filter(page__in=hits).values_list("page", flat=True)):
            return found
    return []
