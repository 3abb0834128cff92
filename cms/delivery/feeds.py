"""RSS 2.0 of a site and of each of its columns (norm G-38)."""

import hashlib
from datetime import datetime
from urllib.parse import urljoin

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.http import http_date
from django.utils.xmlutils import SimplerXMLGenerator
from wagtail.models import Page, PageLogEntry, Site, get_page_models

from cms.blocks.languages import active_language
from cms.core.mixins import ColumnMixin
from cms.core.scope import pages_within
from cms.delivery.routing import find_page, home_or_404
from cms.media.renditions import SIZES, prefetch_pictures
from cms.sitewide.context_processors import sitewide

ITEMS = 20


class Rss(Rss201rev2Feed):
    """Adds where a text comes from (dc:source): RSS's own `source` element must name a feed."""

    def latest_post_date(self) -> datetime:
        """When the content changed, not the moment of asking: an unchanged feed stays the same bytes."""
        return self.feed["changed"]

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:dc": "http://purl.org/dc/elements/1.1/"}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("dc:source", item["source"])


def site_feed(request: HttpRequest) -> HttpResponse:
    """The newest texts of the whole site; sites nested in it have feeds of their own."""
    home = home_or_404(request)
    identity = sitewide(request)["sitewide"].identity
    return feed(request, home, identity.brand_name, identity.tagline)


def column_feed(request: HttpRequest, path: str) -> HttpResponse:
    """The newest texts below the column that has this path."""
    page = find_page(request, path)
    if not isinstance(page, ColumnMixin) or page.get_view_restrictions():
        raise Http404
    identity = sitewide(request)["sitewide"].identity
    return feed(request, page, f"{page.title} - {identity.brand_name}", page.summary)


def feed(request: HttpRequest, top: Page, title: str, description: str) -> HttpResponse:
    root_url = Site.find_for_request(request).root_url
    pages = newest(top)
    changed = max((page.last_published_at for page in pages if page.last_published_at), default=timezone.now())
    rss = Rss(
        title=title,
        link=top.get_full_url(request),
        description=description or title,
        language=active_language().tag,
        feed_url=root_url + request.path,
        changed=timezone.localtime(changed),
    )
    for page in pages:
        rss.add_item(
            title=page.title,
            link=page.get_full_url(request),
            description=page.meta_description,
            unique_id=page.translation_key.urn,
            unique_id_is_permalink=False,
            pubdate=timezone.localtime(page.published_at),
            enclosures=enclosures(page, root_url),
            source=page.source,
        )
    return conditional(request, rss.writeString("utf-8").encode())


def newest(top: Page) -> list[Page]:
    types = [model for model in get_page_models() if getattr(model, "feed_enabled", False)]
    pages = pages_within(top, nested=False).type(*types).filter(first_published_at__isnull=False)
    return prefetch_pictures(pages.order_by("-first_published_at", "-pk")[:ITEMS].specific(), size="og")


def enclosures(page: Page, root_url: str) -> list[Enclosure]:
    """The picture for sharing, if it has been made: a feed must not wait for pictures to be computed."""
    image = page.card_image
    if not image or not image.is_for_the_public:
        return []
    (spec,) = SIZES["og"].all_specs
    rendition = getattr(image, "picture_renditions", {}).get(spec)
    if rendition is None:
        return []
    # RSS wants the size in bytes; "0" stands for unknown and saves asking the storage for each picture.
    return [Enclosure(urljoin(root_url, rendition.url), "0", "image/jpeg")]


def conditional(request: HttpRequest, body: bytes) -> HttpResponse:
    """The feed, or 304 for a reader that has it already.

    Its date is that of the last change to any page: a text that was taken back changes a feed too,
    and leaves no date of its own.
    """
    response = HttpResponse(body, content_type="application/rss+xml; charset=utf-8")
    # Short: a text that is taken back must soon be gone from every cache.
    response["Cache-Control"] = "public, max-age=60"
    response["ETag"] = etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    changed = PageLogEntry.objects.aggregate(latest=Max("timestamp"))["latest"]
    seconds = int(changed.timestamp()) if changed else None
    if seconds is not None:
        response["Last-Modified"] = http_date(seconds)
    return get_conditional_response(request, etag=etag, last_modified=seconds, response=response)
