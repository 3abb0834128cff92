"""The shell of the 10-foot page and the three files that are made for it; all else is static.

What the page shows comes from /api/tv/v1/ like everybody's, so it is the same shell for all and can be kept anywhere.
"""

import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control

from cms.blocks.languages import active_language
from cms.blocks.links import ICON_CHOICES
from cms.sitewide.context_processors import sitewide
from cms.tv.answering import PATH
from cms.tv.screen.scripts import script
from cms.tv.screen.styles import sheet

MINUTE, YEAR = 60, 365 * 24 * 60 * 60
WORKER = "base/static/base/tv/worker.js"


@cache_control(public=True, max_age=MINUTE)
def screen(request: HttpRequest) -> HttpResponse:
    return render(request, "tv/screen.html", shell(request))


def shell(request: HttpRequest) -> dict[str, Any]:
    """A site with none above it stands for all: its screen shows what any of them has."""
    shown = sitewide(request)["sitewide"]
    return {
        "api": PATH,
        "locale": active_language().code,
        "host": shown.site.hostname if shown.parent else "",
        "site": shown.site.hostname,
        "icons": [name for name, _label in ICON_CHOICES],
        "style": _address_of("tv_screen_style", sheet(shown.theme)),
        "script": _address_of("tv_screen_script", script()),
    }


def _address_of(name: str, content: str) -> str:
    """Another one for other content, so that what lies there can be kept for ever."""
    return f"{reverse(name)}?{hashlib.blake2b(content.encode(), digest_size=6).hexdigest()}"


@cache_control(public=True, max_age=YEAR, immutable=True)
def style(request: HttpRequest) -> HttpResponse:
    return HttpResponse(sheet(sitewide(request)["sitewide"].theme), content_type="text/css; charset=utf-8")


@cache_control(public=True, max_age=YEAR, immutable=True)
def javascript(request: HttpRequest) -> HttpResponse:
    return HttpResponse(script(), content_type="text/javascript; charset=utf-8")


@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """Beside the page, because a service worker rules over its own folder. It fetches pictures from where files lie."""
    code = (settings.THEMES_DIR / WORKER).read_bytes()
    answer = HttpResponse(code, content_type="text/javascript; charset=utf-8")
    files = settings.PUBLIC_POLICY["media-src"]
    answer["Content-Security-Policy"] = f"default-src 'none'; script-src 'self'; connect-src {files}"
    return answer
