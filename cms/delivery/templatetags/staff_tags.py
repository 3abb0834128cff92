from django import template
from django.conf import settings
from django.template import Context
from wagtail.admin.templatetags.wagtailuserbar import get_page_instance, wagtailuserbar

register = template.Library()


@register.simple_tag(takes_context=True)
def staff_bar(context: Context) -> str:
    """Wagtail's bar for whoever is signed in on this host; readers' pages do not even ask who is there.

    So a reader's page stays the same for everybody, and caches may keep it.
    """
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES or get_page_instance(context) is None:
        return ""
    return wagtailuserbar(context, "bottom-left")
