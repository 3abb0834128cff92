"""What a site takes over from the site above it in the page tree."""

import copy
from collections.abc import Iterable
from typing import Any

from django.utils.text import Truncator
from wagtail.blocks import StreamValue
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import Site


def nearest_above(site: Site, sites: Iterable[Site]) -> Site | None:
    """The site whose root page is the closest ancestor of this site's root page."""
    path = site.root_page.path
    above = [other for other in sites if path.startswith(other.root_page.path) and other.root_page.path != path]
    return max(above, key=lambda other: len(other.root_page.path), default=None)


def lineage(site: Site, sites: list[Site]) -> list[Site]:
    """The site itself, then the one above it, and so on up the tree."""
    line = [site]
    while above := nearest_above(line[-1], sites):
        line.append(above)
    return line


def resolve(own: BaseSiteSetting, above: Iterable[BaseSiteSetting]) -> BaseSiteSetting:
    """A copy of a site's setting in which empty inheritable fields hold the nearest value from above.

    The copy is for reading: saving it would write the inherited values into the site.
    """
    resolved = copy.copy(own)
    for field in own.inheritable:
        value = next((value for setting in [own, *above] if (value := getattr(setting, field))), None)
        if value is not None:
            setattr(resolved, field, value)
    return resolved


def inherited(setting: BaseSiteSetting) -> dict[str, tuple[Site, Any]]:
    """For each inheritable field the site above and the value that stands in when the field is empty."""
    sites = list(Site.objects.select_related("root_page"))
    site = next(site for site in sites if site.pk == setting.site_id)
    line = lineage(site, sites)[1:]
    rows = {row.site_id: row for row in type(setting).objects.filter(site__in=line)}
    values = {}
    for field in setting.inheritable:
        for above in line:
            value = getattr(rows.get(above.pk), field, None)
            if value:
                values[field] = (above, value)
                break
    return values


def in_words(value: Any) -> str:
    """A field's value as it fits into one line of help text."""
    if isinstance(value, StreamValue):
        names = (child.value.get("name") or child.value.get("label") or child.value.get("url") for child in value)
        value = "、".join(str(name) for name in names if name)
    return Truncator(str(value)).chars(60)
