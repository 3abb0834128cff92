"""For the admin's templates that show pages and files of several sites.

Some of them are rendered without the request, so the person is taken from Wagtail's log, which knows who is at work.
"""

from urllib.parse import urlsplit

from django import template
from django.db.models import Model
from django.urls import resolve
from django.utils.html import format_html
from wagtail.log_actions import get_active_log_context

from sites.isolation.labels import labels_for
from sites.isolation.scope import scope_of

register = template.Library()


@register.simple_tag
def site_badge(thing: Model) -> str:
    """The name of the thing's site, for people who see several."""
    user = get_active_log_context().user
    labels = user and labels_for(user)
    name = labels and labels.of(thing)
    return format_html('<span class="w-status w-status--label">{}</span>', name) if name else ""


@register.simple_tag
def own_crumbs(items: list[dict]) -> list[dict]:
    """Leaves out pages above the person's own home pages, which are the prefecture's."""
    user = get_active_log_context().user
    above = scope_of(user).numbers_above if user else set()
    return [item for item in items if not (above and _page_of(item.get("url")) in above)]


def _page_of(url: str | None) -> int | None:
    return resolve(urlsplit(str(url)).path).kwargs.get("parent_page_id") if url else None
