"""People of the prefecture see everything, and whose it is."""

from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.media.models import Document
from tests.factories.media import ImageFactory
from tests.sites.isolation.marked_sites import client_of, news_page, text_of

LABELLED = {
    "/admin/pages/search/?q=素材": ["ZZA-site", "ZZB-site", "ZZP-site"],
    "/admin/pages/{column}/": ["ZZB-site"],
    "/admin/pages/usage/news/newspage/?q=素材": ["ZZA-site", "ZZB-site", "ZZP-site"],
    "/admin/choose-page/search/?q=素材": ["ZZA-site", "ZZB-site", "ZZP-site"],
    "/admin/images/?q=素材": ["ZZA-site", "ZZB-site", "ZZP-site"],
    "/admin/images/?q=素材&layout=list": ["ZZA-site", "ZZB-site", "ZZP-site"],
    "/admin/images/chooser/results/?q=素材": ["ZZA-site", "ZZB-site", "ZZP-site"],
    "/admin/images/chooser/results/?q=素材&layout=list": ["ZZA-site", "ZZB-site", "ZZP-site"],
    "/admin/documents/?q=素材": ["ZZA-site", "ZZB-site", "ZZP-site"],
    "/admin/documents/chooser/results/?q=素材": ["ZZA-site", "ZZB-site", "ZZP-site"],
    "/admin/media/?q=素材": ["ZZA-site", "ZZB-site", "ZZP-site"],
    "/admin/media/chooser/?q=素材": ["ZZA-site", "ZZB-site", "ZZP-site"],
    "/admin/redirects/?q=ZZ": ["ZZA-site", "ZZB-site", "ZZP-site"],
    "/admin/snippets/search/bestbet/": ["ZZA-site", "ZZB-site", "ZZP-site"],
    "/admin/reports/locked/": ["ZZA-site", "ZZB-site", "ZZP-site"],
    "/admin/reports/locked/?export=csv": ["ZZA-site", "ZZB-site", "ZZP-site"],
    "/admin/reports/workflow/": ["ZZA-site", "ZZB-site", "ZZP-site"],
    "/admin/reports/workflow/?export=xlsx": ["ZZA-site", "ZZB-site", "ZZP-site"],
    "/admin/reports/workflow_tasks/": ["ZZA-site", "ZZB-site", "ZZP-site"],
    "/admin/reports/workflow_tasks/?export=csv": ["ZZA-site", "ZZB-site", "ZZP-site"],
    "/admin/reports/site-history/?label=ZZ": ["ZZA-site", "ZZB-site", "ZZP-site"],
    "/admin/reports/site-history/?label=ZZ&export=xlsx": ["ZZA-site", "ZZB-site", "ZZP-site"],
    "/admin/reports/aging-pages/?p=999": ["ZZA-site", "ZZB-site", "ZZP-site"],
    "/admin/reports/aging-pages/?export=csv": ["ZZA-site", "ZZB-site", "ZZP-site"],
    "/admin/reports/page-types-usage/": ["-site"],
    "/admin/languages/english/?export=csv": ["ZZA-site", "ZZB-site", "ZZP-site"],
}


@pytest.mark.parametrize("address", LABELLED)
def test_people_of_the_prefecture_are_told_whose_each_row_is(marked, db, address):
    column = marked["badong"].page.get_parent()
    response = client_of("admin").get(address.format(column=column.pk))
    assert response.status_code == 200
    # Not in a filter's choices, which name every site anyway.
    text = text_of(response)
    rows = text.split('class="listing', 1)[-1] if "html" in response["Content-Type"] else text
    assert [site for site in LABELLED[address] if site not in rows] == []


@pytest.mark.parametrize(
    "address", ["/admin/images/?q=成批", "/admin/documents/?q=成批", "/admin/pages/search/?q=成批"]
)
def test_the_label_costs_no_query_for_each_row(marked, db, address):
    client = client_of("admin")
    _many(marked["badong"], 1)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    _many(marked["badong"], 4)
    with CaptureQueriesContext(connection) as many:
        assert text_of(client.get(address)).count("ZZB-site") >= 5
    names = ["county_sites_tenant", "wagtailcore_site", "wagtailcore_collection"]
    for name in names:
        assert _count(many, name) == _count(few, name), name


def _count(queries: CaptureQueriesContext, table: str) -> int:
    return sum(f'FROM "{table}"' in each["sql"] for each in queries.captured_queries)


def _many(found: SimpleNamespace, count: int) -> None:
    for number in range(count):
        title = f"成批 {Page.objects.count()}-{number}"
        news_page(found, title)
        ImageFactory(title=title, collection=found.collection, file__width=8, file__height=6)
        content = ContentFile(b"text", name="many.txt")
        Document.objects.create(title=title, collection=found.collection, file=content)


def test_county_people_need_no_label(marked, db):
    assert "w-status--label" not in text_of(client_of("lichuan-editor").get("/admin/images/?q=素材"))
