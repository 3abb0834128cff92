"""Run inside the platform: prints, as JSON, the pages to measure and how many queries each costs when warm."""

import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from wagtail.models import Site  # noqa: E402

from cms.blocks.languages import SOURCE  # noqa: E402
from cms.pages.news.models import NewsPage  # noqa: E402
from cms.pages.scenic.models import ScenicSpotPage  # noqa: E402
from cms.tv.approving import approve  # noqa: E402
from cms.tv.kinds import item_id, kind_of  # noqa: E402

TELEVISION = "/api/tv/v1"
HELD = "TV: 20 items, held"


def addresses(host: str) -> dict[str, str]:
    site = Site.objects.get(hostname=host)
    first = {
        model: model.objects.live().descendant_of(site.root_page).order_by("path").first()
        for model in (NewsPage, ScenicSpotPage)
    }
    return {
        "empty view": "/health/live",
        "home": "/",
        "article": first[NewsPage].get_url(current_site=site),
        "scenic spot": first[ScenicSpotPage].get_url(current_site=site),
        "API list": "/api/v2/pages/?limit=20",
        "TV: 20 items": f"{TELEVISION}/items?limit=20",
        "TV: one item": f"{TELEVISION}/items/{item_id(kind_of(NewsPage), first[NewsPage].translation_key)}",
        "TV: 100 changes": f"{TELEVISION}/changes",
        HELD: f"{TELEVISION}/items?limit=20",
    }


def put_on_television() -> None:
    """Everything of two kinds in the source language, with what is derived from it."""
    for model in (NewsPage, ScenicSpotPage):
        for page in model.objects.live().filter(locale__language_code=SOURCE.code):
            approve(page, None)


def warm_queries(host: str, path: str, is_held: bool) -> int:
    client = Client(SERVER_NAME=host)
    for _visit in range(2):
        answer = client.get(path)
        assert answer.status_code == 200, path
    headers = {"If-None-Match": answer["ETag"]} if is_held else {}
    with CaptureQueriesContext(connection) as captured:
        client.get(path, headers=headers)
    return len(captured)


if __name__ == "__main__":
    host = sys.argv[1]
    put_on_television()
    pages = addresses(host)
    queries = {name: warm_queries(host, path, name == HELD) for name, path in pages.items()}
    print(json.dumps([[name, path, queries[name], name == HELD] for name, path in pages.items()]))
