"""Run inside the platform: prints, as JSON, the pages to measure and how many queries each costs when warm."""

import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from wagtail.models import Site  # noqa: E402

from cms.pages.news.models import NewsPage  # noqa: E402
from cms.pages.scenic.models import ScenicSpotPage  # noqa: E402


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
    }


def warm_queries(host: str, path: str) -> int:
    client = Client(SERVER_NAME=host)
    for _visit in range(2):
        assert client.get(path).status_code == 200, path
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


if __name__ == "__main__":
    host = sys.argv[1]
    print(json.dumps([[name, path, warm_queries(host, path)] for name, path in addresses(host).items()]))
