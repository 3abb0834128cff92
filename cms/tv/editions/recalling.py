"""The editions' lines in the certificate of a recall."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.http import urlencode
from wagtail.models import Site

from cms.editorial.recall.models import Channel as Line
from cms.editorial.recall.models import Recall
from cms.tv.editions.making import newest
from cms.tv.editions.models import Channel, Edition, EditionAsset
from cms.tv.kinds import item_id
from cms.tv.models import Item


def edition_lines(recall: Recall) -> Iterable[Line]:
    """Of each channel that shows a recalled page: its current edition must not name it, the one that did is gone, and
    so are the files that no other item of it has."""
    for channel in Channel.objects.filter(active=True):
        edition = newest(channel)
        for page in recall.pages.all() if edition else ():
            site = Site.objects.filter(pk=page.site_id).first()
            items = Item.objects.filter(translation_key=page.translation_key, locale=page.locale_id)
            item = items.filter(pk__in=edition.assets.values("item")).first()
            if item and site:
                yield from _lines(recall, site.root_url, edition, item)


def _lines(recall: Recall, root: str, edition: Edition, item: Item) -> Iterable[Line]:
    asked = urlencode({"channel": edition.channel.code})
    current = f"{root}{reverse('tv_api:edition_current')}?{asked}"
    yield Line(recall=recall, kind=Line.Kind.TV, url=current, absent=item_id(item.kind, item.translation_key))
    gone = [reverse("tv_api:edition", args=[edition.channel.code, edition.number])]
    others = EditionAsset.objects.exclude(item=item).values("sha256")
    own = edition.assets.filter(item=item).exclude(sha256__in=others).values_list("sha256", flat=True)
    gone += [reverse("tv_api:asset", args=[digest]) for digest in own.distinct()]
    for address in gone:
        yield Line(recall=recall, kind=Line.Kind.TV, url=root + address)
