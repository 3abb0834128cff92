"""What screens ask for: channels, the plan, editions and their files."""

import json
import re
from typing import Any

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from cms.media.serving import POLICY, answer_with
from cms.tv.caching import PERIOD, answer_under, held_tag
from cms.tv.editions import schemas
from cms.tv.editions.assets import name_of
from cms.tv.editions.making import current, current_of, is_intact, may_be_given_out
from cms.tv.editions.models import Channel, Edition, EditionAsset, Row, Rundown
from cms.tv.editions.planning import Plan, rows_of, with_rows
from cms.tv.editions.signing import ALGORITHM, public_keys
from cms.tv.moments import Day
from cms.tv.operations import envelope, origin_of, read
from cms.tv.places import site_ref, sites_with_identities
from cms.tv.problems import no_cursor, refuse_unknown

# What was to be read of a row that may not be shown.
SKIPPED = {"title": "", "item": None, "stream_url": None, "spoken": []}
CURSOR = re.compile(r"e_([0-9a-f]{1,8})")

router = Router(tags=["editions"])


class ChannelFilter(Schema):
    channel: str = Field(description="Code of a channel, as in `channels`.")


class RundownFilter(ChannelFilter):
    date: Day | None = Field(None, description="Rundowns of this day and of every day.")


class EditionFilter(ChannelFilter):
    cursor: str | None = None
    limit: int = Field(20, ge=1, le=100)


@read(router, "/channels", response=schemas.Channels, operation_id="channels", summary="The channels")
def list_channels(request: HttpRequest) -> dict[str, Any]:
    refuse_unknown(request, ())
    sites = {site.pk: site_ref(site.pk, site.root_url) for site, _identity in sites_with_identities()}
    channels = list(Channel.objects.filter(active=True))
    editions = current_of(channels)
    return envelope(
        items=[
            {
                "code": channel.code,
                "name": channel.name,
                "site": sites.get(channel.site_id),
                "edition": edition.number if edition else None,
                "edition_url": _edition_url(request, edition) if edition else None,
            }
            for channel in channels
            for edition in [editions[channel.pk]]
        ]
    )


@read(router, "/rundowns", response=schemas.Rundowns, operation_id="rundowns", summary="The programme as planned")
def list_rundowns(request: HttpRequest, asked: RundownFilter = Query(...)) -> dict[str, Any]:
    """What would be skipped is here too and says why; what is on air is the current edition."""
    refuse_unknown(request, RundownFilter.model_fields)
    rundowns = Rundown.objects.filter(channel=_channel(asked.channel))
    if asked.date:
        rundowns = rundowns.filter(Q(date=asked.date) | Q(date=None))
    found = with_rows(rundowns)
    plan = Plan(rows_of(found))
    return envelope(items=[_rundown(plan, rundown) for rundown in found])


def _rundown(plan: Plan, rundown: Rundown) -> dict[str, Any]:
    rows, written = rundown.rows.all(), plan.written(rundown)
    total = sum(row.seconds for row in rows)
    return written | {
        "channel": {"code": rundown.channel.code, "name": rundown.channel.name},
        "total_s": total,
        "gap_s": int(rundown.slot.total_seconds()) - total,
        "rows": [as_json | _public(plan, row) for row, as_json in zip(rows, written["rows"], strict=True)],
    }


def _public(plan: Plan, row: Row) -> dict[str, Any]:
    """Of a row that may not be shown everybody learns how long it is and why, and nothing else."""
    skipped = plan.skipped(row)
    fallback = {} if plan.fallback_of(row) else {"fallback": None}
    return {"skipped": skipped} | fallback | (SKIPPED if skipped else {})


@read(router, "/editions", response=schemas.Editions, operation_id="editions", summary="The editions of a channel")
def list_editions(request: HttpRequest, asked: EditionFilter = Query(...)) -> dict[str, Any]:
    """Newest first, with those that cannot be had any more because something in them was withdrawn."""
    refuse_unknown(request, EditionFilter.model_fields)
    channel = _channel(asked.channel)
    newest = current(channel)
    editions = channel.editions.select_related("channel").defer("manifest")
    if asked.cursor:
        if not (match := CURSOR.fullmatch(asked.cursor)):
            raise no_cursor()
        editions = editions.filter(number__lt=int(match[1], 16))
    found = list(editions.order_by("-number")[: asked.limit + 1])
    shown = found[: asked.limit]
    return envelope(
        items=[_head(request, edition) | {"is_current": edition == newest} for edition in shown],
        next_cursor=f"e_{shown[-1].number:x}" if len(found) > asked.limit else None,
    )


def _head(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    return {
        "channel": {"code": edition.channel.code, "name": edition.channel.name},
        "number": edition.number,
        "previous": edition.number - 1 or None,
        "reason": edition.reason,
        "made_at": edition.made_at,
        "sha256": edition.sha256,
        "url": _edition_url(request, edition),
    }


@read(
    router,
    "/editions/current",
    response=schemas.EditionAnswer,
    operation_id="edition_current",
    summary="What a channel shows now",
)
def read_current(request: HttpRequest, asked: ChannelFilter = Query(...)) -> HttpResponse:
    """Complete and signed. The ETag changes with the edition only. 404 for a channel that has none yet."""
    refuse_unknown(request, ChannelFilter.model_fields)
    # Screens ask again and again for what they have: that it is the current one was found out under the same state.
    key = f"tv-edition-{request.state_tag}"
    if (known := cache.get(key)) and held_tag(request, f'"{known}"'):
        return answer_under(known, request, HttpResponse)
    edition = current(_channel(asked.channel))
    if edition is None:
        raise Http404
    cache.set(key, edition.sha256, PERIOD)
    return answer_under(edition.sha256, request, lambda: _answer(edition))


@read(
    router,
    "/editions/{channel}/{number}",
    response=schemas.EditionAnswer,
    operation_id="edition",
    summary="One edition",
)
def read_edition(request: HttpRequest, channel: str, number: int) -> HttpResponse:
    """410 when something in it may not be shown any more."""
    refuse_unknown(request, ())
    edition = _channel(channel).editions.filter(number=number).first()
    if edition is None:
        raise Http404
    if not is_intact(edition):
        raise HttpError(410, _("Something in this edition was withdrawn. Take the current one."))
    return answer_under(edition.sha256, request, lambda: _answer(edition))


def _answer(edition: Edition) -> HttpResponse:
    """The signed bytes as they are, inside of the envelope."""
    signature = {"algorithm": ALGORITHM, "key": edition.key, "value": edition.signature}
    around = json.loads(schemas.Envelope(**envelope()).model_dump_json()) | {"signature": signature}
    body = f'{{"edition":{edition.manifest},{json.dumps(around)[1:]}'
    return HttpResponse(body, content_type="application/json; charset=utf-8")


@read(router, "/assets/{sha256}", operation_id="asset", summary="A file of an edition")
def read_asset(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """The bytes with this hash, whole or in ranges. 410 when nothing that it belongs to may be shown any more."""
    refuse_unknown(request, ())
    files = EditionAsset.objects.filter(sha256=sha256)
    asset = files.first()
    if asset is None:
        raise Http404
    if not may_be_given_out(files):
        raise HttpError(410, _("What this file belongs to was withdrawn."))
    return answer_under(sha256, request, lambda: _file(request, asset))


def _file(request: HttpRequest, asset: EditionAsset) -> HttpResponseBase:
    """Never by an address that was signed for the bucket: it would open the file after a recall."""
    try:
        content = default_storage.open(name_of(asset.sha256))
    except FileNotFoundError:
        raise Http404 from None
    response = answer_with(default_storage, content, asset.mime, request.headers.get("Range", ""))
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response


@read(router, "/keys", response=schemas.Keys, operation_id="keys", summary="Keys that editions are signed with")
def list_keys(request: HttpRequest) -> dict[str, Any]:
    """The one that signs now first."""
    refuse_unknown(request, ())
    return envelope(items=public_keys())


def _channel(code: str) -> Channel:
    channel = Channel.objects.filter(code=code, active=True).first()
    if channel is None:
        raise Http404
    return channel


def _edition_url(request: HttpRequest, edition: Edition) -> str:
    return origin_of(request) + reverse("tv_api:edition", args=[edition.channel.code, edition.number])
