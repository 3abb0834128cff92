"""Where readers could have found what was recalled: the lines of a certificate.

Addresses by name, for the rooms above this one; who keeps copies elsewhere registers lines of its own.
"""

from collections.abc import Callable, Iterable
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse
from django.utils import translation
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from cms.editorial.recall.models import Channel, Recall, RecalledPage
from cms.media.withholding import can_be_signed_for, stored_names

# Given a recall, lines that have not been saved.
Source = Callable[[Recall], Iterable[Channel]]
_sources: list[Source] = []
Kind = Channel.Kind
# So many characters of a title find it; each takes nine in an address.
ASKED = 40


def register_channel(source: Source) -> None:
    """Call from an app's `ready`."""
    if source not in _sources:
        _sources.append(source)


def write_channels(recall: Recall, rows: list[RecalledPage], withheld: list[Model]) -> None:
    lines = [line for row in rows for line in _of_page(recall, row)]
    lines += [line for file in withheld for line in _of_file(recall, file)]
    lines += [line for source in _sources for line in source(recall)]
    # A feed holds many pages: one question for each page and place, not for each way that led to it.
    unique = {(line.kind, line.url, line.absent): line for line in lines}
    Channel.objects.bulk_create(unique.values())


def _of_page(recall: Recall, row: RecalledPage) -> Iterable[Channel]:
    page = Page.objects.get(pk=row.page_id)
    site = Site.objects.filter(pk=row.site_id).first()
    yield Channel(recall=recall, kind=Kind.LOG, url=f"{row.translation_key} {page.locale.language_code}")
    if site is None:
        return
    root = site.root_url
    addresses = [address.path for address in row.addresses.filter(site_id=site.pk)]
    for path in addresses:
        yield Channel(recall=recall, kind=Kind.WEB, url=root + path)
        yield Channel(recall=recall, kind=Kind.CACHE, url=root + path)
    yield Channel(recall=recall, kind=Kind.API, url=f"{root}{reverse('wagtailapi_v2:pages:detail', args=[page.pk])}")
    if addresses:
        yield from _lists(recall, page, site, addresses[0], row.title)


def _lists(recall: Recall, page: Page, site: Site, path: str, title: str) -> Iterable[Channel]:
    """Places that showed it among others, in its language; and the home pages of the sites around its own."""
    with translation.override(page.locale.language_code):
        home, feed = reverse("wagtail_serve", args=[""]), reverse("feed")
        asked = urlencode({"q": title[:ASKED]})
        search, suggestions = (f"{reverse(name)}?{asked}" for name in ("search", "search_suggestions"))
        sitemap = reverse("sitemap")
    root = site.root_url
    yield Channel(recall=recall, kind=Kind.FEED, url=root + feed, absent=path)
    yield Channel(recall=recall, kind=Kind.SITEMAP, url=root + sitemap, absent=path)
    for questions in (search, suggestions):
        yield Channel(recall=recall, kind=Kind.SEARCH, url=root + questions, absent=path)
    for outer in _sites_around(page):
        yield Channel(recall=recall, kind=Kind.LIST, url=outer.root_url + home, absent=path)
        if outer != site:
            yield Channel(recall=recall, kind=Kind.SEARCH, url=outer.root_url + search, absent=path)
    parent = page.get_parent()
    if parent.live and (parts := parent.specific.get_url_parts()):
        yield Channel(recall=recall, kind=Kind.LIST, url=parts[1] + parts[2], absent=path)


def _sites_around(page: Page) -> list[Site]:
    keys = page.get_ancestors(inclusive=True).values("translation_key")
    return list(Site.objects.filter(root_page__translation_key__in=keys))


def _of_file(recall: Recall, file: Model) -> Iterable[Channel]:
    """At the site that recalled it: a file's address is the same on all."""
    root = recall.site.root_url if recall.site else ""
    if isinstance(file, get_document_model()):
        addresses = [file.url]
    elif isinstance(file, get_image_model()):
        addresses = [file.file.url, *(rendition.url for rendition in file.renditions.all())]
    else:
        addresses = [file.url, *([file.thumbnail.url] if file.thumbnail else [])]
    for address in addresses:
        yield Channel(recall=recall, kind=Kind.FILE, url=address if "://" in address else root + address)
    if can_be_signed_for(file):
        for name in stored_names(file):
            yield Channel(recall=recall, kind=Kind.STORE, url=name)
