"""For the admin's templates that show pages and files of several sites."""

from urllib.parse import urlsplit

from django import template
from django.db.models import Model
from django.urls import resolve, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from sites.isolation.labels import labels_for
from sites.isolation.person import person_at_work
from sites.isolation.scope import scope_of

register = template.Library()


@register.simple_tag
def site_badge(thing: Model) -> str:
    """The name of the thing's site, for people who see several."""
    labels = labels_for(person_at_work())
    name = labels and labels.of(thing)
    return format_html('<span class="w-status w-status--label">{}</span>', name) if name else ""


@register.simple_tag
def own_crumbs(items: list[dict]) -> list[dict]:
    """Leaves out pages above the person's own home pages, which are the prefecture's; Wagtail's “Root” gets a name."""
    above, root = scope_of(person_at_work()).numbers_above, reverse("wagtailadmin_explore_root")
    own = [item for item in items if not (above and _page_of(item.get("url")) in above)]
    return [{**item, "label": _("Pages")} if item.get("url") == root else item for item in own]


def _page_of(url: str | None) -> int | None:
    return resolve(urlsplit(str(url)).path).kwargs.get("parent_page_id") if url else None
