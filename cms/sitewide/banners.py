"""Messages from other parts of the platform that stand on top of every page, before the editors' own banners."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from wagtail.models import Site

from cms.sitewide.languages import Place


@dataclass(frozen=True)
class Banner:
    """Shown like an AlertBanner, in the reader's language. `grave`: read out at once; `drill`: marked as one."""

    pk: str
    level: str
    title: str
    text: str
    starts_at: datetime
    drill: bool = False
    grave: bool = False
    place: Place | None = None


Source = Callable[[Site, list[Site]], list[Banner]]
_sources: list[Source] = []


def register_banners(source: Source) -> None:
    """Call from an app's `ready`. The source gets a site and all sites with their root pages, and costs no query when
    it was asked a moment ago."""
    _sources.append(source)


def banners(site: Site, sites: list[Site]) -> list[Banner]:
    return [banner for source in _sources for banner in source(site, sites)]
