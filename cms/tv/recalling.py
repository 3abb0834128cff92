"""The channel's lines in the certificate of a recall."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.http import urlencode
from wagtail.models import Page, Site

from cms.editorial.recall.models import Channel, Recall
from cms.tv.kinds import item_id
from cms.tv.models import Item


def television_lines(recall: Recall) -> Iterable[Channel]:
    """Of each page that was ever approved: its own address must know it no longer, the list must not name it."""
    for row in recall.pages.all():
        page = Page.objects.select_related("locale").get(pk=row.page_id)
        item = Item.objects.of(page).first()
        site = Site.objects.filter(pk=row.site_id).first()
        if item is None or site is None:
            continue
        number = item_id(item.kind, item.translation_key)
        asked = urlencode({"locale": page.locale.language_code})
        address = reverse("tv_api:item", args=[number])
        yield Channel(recall=recall, kind=Channel.Kind.TV, url=f"{site.root_url}{address}?{asked}")
        listed = urlencode({"site": site.hostname, "type": item.kind, "locale": page.locale.language_code})
        items = reverse("tv_api:items")
        yield Channel(recall=recall, kind=Channel.Kind.TV, url=f"{site.root_url}{items}?{listed}", absent=number)
