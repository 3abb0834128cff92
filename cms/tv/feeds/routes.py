"""The same items in formats that others have agreed on."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from ninja import Query, Router
from pydantic import Field

from cms.blocks.languages import LANGUAGES
from cms.editorial.gate.models import EndedQuerySet
from cms.tv.answering import Answers
from cms.tv.editions.making import current
from cms.tv.editions.models import Channel, EditionAsset
from cms.tv.feeds.json_feed import json_feed
from cms.tv.feeds.mrss import mrss
from cms.tv.feeds.xmltv import guide
from cms.tv.filtering import ItemFilter, known
from cms.tv.operations import origin_of, read
from cms.tv.paging import next_cursor
from cms.tv.places import site_names, sites_with_identities
from cms.tv.problems import refuse_unknown

router = Router(tags=["feeds"])


class FeedFilter(ItemFilter):
    channel: str | None = Field(None, description="Code of a channel: only what its current edition shows.")

    def narrow(self, items: EndedQuerySet) -> EndedQuerySet:
        items = super().narrow(items)
        if self.channel:
            edition = current(channel_of(self.channel))
            items = items.filter(pk__in=EditionAsset.objects.filter(edition=edition).values("item"))
        return items

    def about(self, request: HttpRequest) -> dict[str, str]:
        """Title, address and language of the feed: of the site that was asked for, or of the first in the tree."""
        sites = sites_with_identities()
        named = [pair for pair in sites if (self.site or self.county) in site_names(*pair)]
        site, identity = (named or sites)[0]
        title = identity.brand_name or site.site_name
        if self.channel:
            title = f"{title} - {channel_of(self.channel).name}"
        return {
            "title": title,
            "home": site.root_url + "/",
            "description": identity.tagline or title,
            "language": LANGUAGES[self.locale].tag,
            "feed_url": request.build_absolute_uri(),
        }


def channel_of(code: str) -> Channel:
    channels = {channel.code: channel for channel in Channel.objects.filter(active=True)}
    return channels[known("channel", code, channels)]


@read(router, "/feeds/mrss.xml", operation_id="mrss", summary="What may be shown now, as Media RSS")
def read_mrss(request: HttpRequest, asked: FeedFilter = Query(...)) -> HttpResponse:
    """RSS 2.0 with the namespace http://search.yahoo.com/mrss/. `guid` is the item's id."""
    refuse_unknown(request, FeedFilter.model_fields)
    entries = Answers(asked.chosen()[: asked.limit], origin_of(request)).full()
    about, times = asked.about(request), [entry["updated_at"] for entry in entries]
    about |= {"link": about.pop("home"), "changed_at": max(filter(None, times), default=None)}
    return HttpResponse(mrss(entries, **about), content_type="application/rss+xml; charset=utf-8")


@read(router, "/feeds/feed.json", operation_id="json_feed", summary="The same as JSON Feed 1.1")
def read_json_feed(request: HttpRequest, asked: FeedFilter = Query(...)) -> HttpResponse:
    """Follow `next_url` for more."""
    refuse_unknown(request, FeedFilter.model_fields)
    found = asked.chosen()
    entries = Answers(found[: asked.limit], origin_of(request)).full()
    cursor = next_cursor(found, asked.limit)
    more = {name: value for name, value in request.GET.items() if name != "cursor"} | {"cursor": cursor}
    next_url = f"{origin_of(request)}{request.path}?{urlencode(more)}" if cursor else None
    about = asked.about(request)
    about["home_page_url"] = about.pop("home")
    body = json.dumps(json_feed(entries, next_url=next_url, **about), cls=DjangoJSONEncoder, ensure_ascii=False)
    return HttpResponse(body, content_type="application/feed+json; charset=utf-8")


@read(router, "/feeds/guide.xml", operation_id="guide", summary="The programme guide, as XMLTV")
def read_guide(request: HttpRequest) -> HttpResponse:
    """All channels, from today on, seven days ahead; times are Chinese."""
    refuse_unknown(request, ())
    channels = Channel.objects.filter(active=True)
    return HttpResponse(guide(channels, request.get_host().partition(":")[0]), content_type="application/xml")
