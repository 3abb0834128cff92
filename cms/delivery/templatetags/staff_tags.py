from django import template
from django.template import Context
from wagtail.admin.templatetags.wagtailuserbar import get_page_instance, wagtailuserbar

from cms.delivery.routing import has_session

register = template.Library()


@register.simple_tag(takes_context=True)
def staff_bar(context: Context) -> str:
    """Wagtail's bar on live pages for whoever is signed in on this host; others' pages do not even ask who is there.

    So a reader's page stays the same for everybody, and caches may keep it.
    """
    request, page = context.get("request"), get_page_instance(context)
    if page is None or getattr(request, "is_preview", False) or not has_session(request):
        return ""
    return wagtailuserbar(context, "bottom-left")
