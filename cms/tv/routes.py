"""What consumers of the channel can ask. Everything answers from `visible_items`."""

from typing import Any

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from pydantic import Field
from wagtail.models import Site

from cms.publications.models import LogRow
from cms.sitewide.models import SiteIdentity
from cms.tv import schemas
from cms.tv.answering import Answers
from cms.tv.changes import Cursor, asked_cursor, changes_after
from cms.tv.filtering import ItemFilter, LocaleFilter, SiteFilter, site_named
from cms.tv.kinds import parse_id
from cms.tv.models import Item
from cms.tv.operations import envelope, origin_of, read
from cms.tv.paging import next_cursor
from cms.tv.pictures import qr_code
from cms.tv.places import Places, bounds_on_sites, kinds_on_sites, sites_with_identities, top_sites
from cms.tv.problems import refuse_unknown
from cms.tv.services import services
from cms.tv.visible import visible_items

router = Router(tags=["items"])


class ChangeFilter(Schema):
    cursor: str | None = Field(None, description="From the last answer; none to begin.")
    limit: int = Field(100, ge=1, le=500)


@read(router, "/sites", response=schemas.Sites, operation_id="sites", summary="The sites of the channel")
def list_sites(request: HttpRequest) -> dict[str, Any]:
    refuse_unknown(request, ())
    sites, places = sites_with_identities(), Places()
    seats = {
        site.pk: (float(identity.latitude), float(identity.longitude))
        for site, identity in sites
        if identity.latitude is not None
    }
    top = top_sites(site for site, _identity in sites)
    features, bounds = kinds_on_sites(visible_items(), places), bounds_on_sites(visible_items(), seats, places)
    return envelope(
        items=[
            _site(site, identity, places)
            | {
                "is_prefecture": site.pk in top,
                "features": features.get(site.pk, []),
                "bounds": bounds.get(site.pk),
            }
            for site, identity in sites
        ]
    )


def _site(site: Site, identity: SiteIdentity, places: Places) -> dict[str, Any]:
    return {
        "code": identity.division_code,
        "host": site.root_url.partition("://")[2],
        "url": site.root_url + "/",
        "name": identity.full_name or site.site_name,
        "name_zh_hant": identity.name_hant,
        "name_en": identity.name_en,
        "brand": identity.brand_name,
        "theme": identity.theme,
        "languages": [root.language_code for root in places.roots if root.site_id == site.pk],
        "latitude": identity.latitude,
        "longitude": identity.longitude,
    }


@read(router, "/items", response=schemas.ItemList, operation_id="items", summary="What may be shown now")
def list_items(request: HttpRequest, filters: ItemFilter = Query(...)) -> dict[str, Any]:
    """Newest first. Follow `next_cursor` for more; for a complete copy take `changes` from its beginning."""
    refuse_unknown(request, ItemFilter.model_fields)
    found = filters.chosen()
    answers = Answers(found[: filters.limit], origin_of(request))
    return envelope(items=answers.full(), next_cursor=next_cursor(found, filters.limit))


@read(router, "/items/{item_id}", response=schemas.ItemAnswer, operation_id="item", summary="One item")
def read_item(request: HttpRequest, item_id: str, asked: LocaleFilter = Query(...)) -> dict[str, Any]:
    """410 for what was shown once and may not be now, whatever the reason; 404 for what never was."""
    refuse_unknown(request, LocaleFilter.model_fields)
    return envelope(item=_answers(request, item_id, asked.locale).full()[0])


def _answers(request: HttpRequest, number: str, locale: str) -> Answers:
    """Of one item."""
    kind, key = parse_id(number) or (None, None)
    if key is None:
        raise Http404
    ever = Item.objects.filter(kind=kind, translation_key=key, locale__language_code=locale)
    found = Answers(visible_items().filter(pk__in=ever).select_related("page"), origin_of(request))
    if found.items:
        return found
    if ever.exists():
        raise HttpError(410, _("This was on television and may not be shown any more."))
    raise Http404


@read(router, "/items/{item_id}/qr.svg", operation_id="item_qr", summary="QR code of the item's phone page")
def read_qr(request: HttpRequest, item_id: str, asked: LocaleFilter = Query(...)) -> HttpResponse:
    """A quiet zone of four modules; at least 200 pixels high it is read from a sofa (T-10)."""
    refuse_unknown(request, LocaleFilter.model_fields)
    link = _answers(request, item_id, asked.locale).phone_links()[0]
    return HttpResponse(qr_code(link), content_type="image/svg+xml")


@read(router, "/services", response=schemas.Services, operation_id="services", summary="Services to hand over")
def list_services(request: HttpRequest, asked: SiteFilter = Query(...)) -> dict[str, Any]:
    """What the home pages offer, each with a code that takes it to the viewer's phone."""
    refuse_unknown(request, SiteFilter.model_fields)
    found = services(asked.locale)
    if asked.site:
        site = site_named(asked.site)
        found = [service for service in found if service.place.root.site_id == site.pk]
    return envelope(items=[service.answer(origin_of(request)) for service in found])


@read(router, "/services/{service_id}/qr.svg", operation_id="service_qr", summary="QR code of a service")
def read_service_qr(request: HttpRequest, service_id: str, asked: LocaleFilter = Query(...)) -> HttpResponse:
    refuse_unknown(request, LocaleFilter.model_fields)
    for service in services(asked.locale):
        if service.number == service_id:
            return HttpResponse(qr_code(service.address), content_type="image/svg+xml")
    raise Http404


@read(router, "/changes", response=schemas.Changes, operation_id="changes", summary="What has changed since a cursor")
def list_changes(request: HttpRequest, asked: ChangeFilter = Query(...)) -> dict[str, Any]:
    """Begin without a cursor, go on while `has_more`, then ask again with the last cursor. 410: begin again."""
    refuse_unknown(request, ChangeFilter.model_fields)
    with asked_cursor():
        cursor = Cursor.parse(asked.cursor) if asked.cursor else Cursor()
        changes, cursor, has_more = changes_after(cursor, asked.limit, origin_of(request))
    return envelope(changes=changes, cursor=str(cursor), has_more=has_more)


@read(router, "/health", response=schemas.Health, operation_id="health", summary="Whether the channel is fed")
def read_health(request: HttpRequest) -> dict[str, Any]:
    refuse_unknown(request, ())
    last = LogRow.objects.aggregate(at=Max("at"))["at"]
    return envelope(status="ok", last_change_at=last, items=visible_items().count())
