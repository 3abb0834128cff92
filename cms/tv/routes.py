"""What consumers of the channel can ask. Everything answers from `visible_items`."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from pydantic import Field
from wagtail.models import Page, PageQuerySet, Site

from cms.blocks.languages import LANGUAGES, SOURCE
from cms.core.scope import site_trees
from cms.publications.models import LogRow
from cms.publications.reading import CursorLost
from cms.sitewide.models import SiteIdentity
from cms.tv import schemas
from cms.tv.answering import Answers, place_of
from cms.tv.changes import Cursor, changes_after
from cms.tv.kinds import kinds, parse_id
from cms.tv.models import Item, ItemQuerySet
from cms.tv.operations import envelope, origin_of, read
from cms.tv.paging import after, next_cursor
from cms.tv.pictures import qr_code
from cms.tv.problems import refuse_unknown
from cms.tv.visible import visible_items

MAX_ITEMS = 100

router = Router(tags=["items"])


class ItemFilter(Schema):
    site: str | None = Field(None, description="Host name, or administrative division code such as 422802.")
    type: str | None = Field(None, description="Kind of item, such as news or scenic_spot.")
    topic: str | None = None
    locale: str = SOURCE.code
    since: datetime | None = Field(None, description="First published at or after this time.")
    until: datetime | None = None
    cursor: str | None = None
    limit: int = Field(20, ge=1, le=MAX_ITEMS)


class ChangeFilter(Schema):
    cursor: str | None = Field(None, description="From the last answer; none to begin.")
    limit: int = Field(100, ge=1, le=500)


class LocaleFilter(Schema):
    locale: str = SOURCE.code


@read(router, "/sites", response=schemas.Sites, operation_id="sites", summary="The sites of the channel")
def list_sites(request: HttpRequest) -> dict[str, Any]:
    refuse_unknown(request, ())
    return envelope(items=[_site(site, identity) for site, identity in sites_with_identities()])


def _site(site: Site, identity: SiteIdentity) -> dict[str, Any]:
    return {
        "code": identity.division_code,
        "host": site.root_url.partition("://")[2],
        "url": site.root_url + "/",
        "name": identity.full_name or site.site_name,
        "name_zh_hant": identity.name_hant,
        "name_en": identity.name_en,
        "brand": identity.brand_name,
        "theme": identity.theme,
        "languages": [paths.language_code for paths in Site.get_site_root_paths() if paths.site_id == site.pk],
        "latitude": identity.latitude,
        "longitude": identity.longitude,
        "is_prefecture": site.is_default_site,
    }


@read(router, "/items", response=schemas.ItemList, operation_id="items", summary="What may be shown now")
def list_items(request: HttpRequest, filters: ItemFilter = Query(...)) -> dict[str, Any]:
    """Newest first. Follow `next_cursor` for more; for a complete copy take `changes` from its beginning."""
    refuse_unknown(request, ItemFilter.model_fields)
    items = _filtered(filters)
    if filters.cursor:
        items = after(items, filters.cursor)
    found = list(items.select_related("page").order_by("-shown_at", "-pk")[: filters.limit + 1])
    answers = Answers(found[: filters.limit], origin_of(request))
    return envelope(items=answers.full(), next_cursor=next_cursor(found, filters.limit))


def _filtered(filters: ItemFilter) -> ItemQuerySet:
    items = visible_items().filter(locale__language_code=known("locale", filters.locale, LANGUAGES))
    if filters.site:
        items = items.filter(page__in=_pages_of(filters.site))
    if filters.type:
        items = items.filter(kind=known("type", filters.type, kinds()))
    if filters.topic:
        items = items.filter(page__newspage__topics__name=filters.topic)
    if filters.since:
        items = items.filter(shown_at__gte=filters.since)
    if filters.until:
        items = items.filter(shown_at__lt=filters.until)
    return items


def known(name: str, value: str, known: Collection[str]) -> str:
    if value not in known:
        message = _("“%(value)s” is no %(name)s here. There are: %(known)s.")
        raise HttpError(422, message % {"value": value, "name": name, "known": ", ".join(sorted(known))})
    return value


def _pages_of(named: str) -> PageQuerySet:
    """Of the site with this host name or division code, in all its languages."""
    sites = {site: site_names(site, identity) for site, identity in sites_with_identities()}
    site = next((site for site, names in sites.items() if named in names), None)
    if site is None:
        known("site", named, {name for names in sites.values() for name in names if name})
    return site_trees([site])[site].narrow(Page.objects.all()).order_by()


def sites_with_identities() -> list[tuple[Site, SiteIdentity]]:
    identities = {one.site_id: one for one in SiteIdentity.objects.all()}
    sites = Site.objects.select_related("root_page").order_by("root_page__path")
    return [(site, identities.get(site.pk) or SiteIdentity(site=site)) for site in sites]


def site_names(site: Site, identity: SiteIdentity) -> tuple[str, str]:
    return site.hostname, identity.division_code


@read(router, "/items/{item_id}", response=schemas.ItemAnswer, operation_id="item", summary="One item")
def read_item(request: HttpRequest, item_id: str, asked: LocaleFilter = Query(...)) -> dict[str, Any]:
    """404 for what may not be shown now, whatever the reason; `changes` says whether it was taken away."""
    refuse_unknown(request, LocaleFilter.model_fields)
    return envelope(item=Answers([_item(item_id, asked.locale)], origin_of(request)).full()[0])


def _item(number: str, locale: str) -> Item:
    kind, key = parse_id(number) or (None, None)
    item = visible_items().filter(kind=kind, translation_key=key, locale__language_code=locale).select_related("page")
    if key is None or not (found := item.first()) or place_of(found.page) is None:
        raise Http404
    return found


@read(router, "/items/{item_id}/qr.svg", operation_id="item_qr", summary="QR code of the item's phone page")
def read_qr(request: HttpRequest, item_id: str, asked: LocaleFilter = Query(...)) -> HttpResponse:
    """A quiet zone of four modules; at least 200 pixels high it is read from a sofa (T-10)."""
    refuse_unknown(request, LocaleFilter.model_fields)
    link = Answers([_item(item_id, asked.locale)], origin_of(request)).phone_links()[0]
    return HttpResponse(qr_code(link), content_type="image/svg+xml")


@read(router, "/changes", response=schemas.Changes, operation_id="changes", summary="What has changed since a cursor")
def list_changes(request: HttpRequest, asked: ChangeFilter = Query(...)) -> dict[str, Any]:
    """Begin without a cursor, go on while `has_more`, then ask again with the last cursor. 410: begin again."""
    refuse_unknown(request, ChangeFilter.model_fields)
    try:
        cursor = Cursor.parse(asked.cursor) if asked.cursor else Cursor()
        changes, cursor, has_more = changes_after(cursor, asked.limit, origin_of(request))
    except ValueError:
        raise HttpError(422, _("This is no cursor of ours. Take the one from the last answer, or none.")) from None
    except CursorLost:
        raise HttpError(
            410,
            _("What came after this cursor is not known any more. Ask without a cursor and mirror everything again."),
        ) from None
    return envelope(changes=changes, cursor=str(cursor), has_more=has_more)


@read(router, "/health", response=schemas.Health, operation_id="health", summary="Whether the channel is fed")
def read_health(request: HttpRequest) -> dict[str, Any]:
    refuse_unknown(request, ())
    last = LogRow.objects.aggregate(at=Max("at"))["at"]
    return envelope(status="ok", last_change_at=last, items=visible_items().count())
