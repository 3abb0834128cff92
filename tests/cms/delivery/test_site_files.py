"""What every host offers besides its pages: lists of pages, robots, manifest, icon."""

import json
import re

import pytest

from cms.delivery import sitemaps
from cms.delivery.sitemaps import page_tree
from tests.cms.delivery.nested_sites import INNER, OUTER, published
from tests.factories.pages import NewsPageFactory

LOCATION = re.compile(r"<loc>(.*?)</loc>")


@pytest.mark.parametrize(
    ("host", "paths"),
    [(OUTER, ["/", "/news/", "/news/mist/", "/about/"]), (INNER, ["/", "/news/", "/news/mist/", "/about/"])],
)
def test_the_sitemap_has_the_home_page_and_the_site_s_own_pages(sites, client, host, paths):
    response = client.get("/sitemap.xml", headers={"host": host})
    assert response["Content-Type"] == "application/xml"
    assert LOCATION.findall(response.content.decode()) == [f"http://{host}{path}" for path in paths]


def test_the_sitemap_leaves_out_drafts_and_private_pages(sites, client):
    sites.county_story.unpublish()
    sites.county.get_children().get(slug="about").view_restrictions.create(restriction_type="login")
    found = LOCATION.findall(client.get("/sitemap.xml", headers={"host": INNER}).content.decode())
    assert found == [f"http://{INNER}/", f"http://{INNER}/news/"]


def test_a_large_site_has_an_index_of_sitemaps(sites, client, monkeypatch):
    monkeypatch.setattr(sitemaps.SiteSitemap, "limit", 3)
    files = LOCATION.findall(client.get("/sitemap.xml", headers={"host": INNER}).content.decode())
    assert files == [f"http://{INNER}/sitemap.xml?p=1", f"http://{INNER}/sitemap.xml?p=2"]
    found = [LOCATION.findall(client.get(file, headers={"host": INNER}).content.decode()) for file in files]
    assert [len(part) for part in found] == [3, 1]


def test_the_sitemap_s_cost_does_not_grow_with_the_pages(sites, client, django_assert_max_num_queries):
    for number in range(10):
        NewsPageFactory(parent=sites.county_column, slug=f"story-{number}")
    with django_assert_max_num_queries(9):
        client.get("/sitemap.xml", headers={"host": INNER})


def test_robots_names_the_host_s_own_sitemap(sites, client):
    response = client.get("/robots.txt", headers={"host": INNER})
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /admin/\n" in response.content.decode()
    assert "Sitemap: http://lichuan.localhost:8000/sitemap.xml\n" in response.content.decode()


def test_the_manifest_has_the_site_s_name_colours_and_icon(sites, client):
    response = client.get("/manifest.webmanifest", headers={"host": INNER})
    assert response["Content-Type"] == "application/manifest+json"
    assert "云上利川" in response.content.decode()
    manifest = json.loads(response.content)
    assert manifest["name"] == "云上利川 利川市" and manifest["short_name"] == "云上利川"
    assert manifest["theme_color"] == "#2563a8"
    assert manifest["background_color"].startswith("#")
    assert client.get(manifest["icons"][0]["src"], headers={"host": INNER}).status_code == 200


def test_the_icon_is_the_theme_s(sites, client):
    inner = client.get("/favicon.svg", headers={"host": INNER})
    outer = client.get("/favicon.svg", headers={"host": OUTER})
    assert inner["Content-Type"] == "image/svg+xml"
    assert inner.content.lstrip().startswith(b"<svg") and inner.content != outer.content
    moved = client.get("/favicon.ico", headers={"host": INNER})
    assert (moved.status_code, moved["Location"]) == (301, "/favicon.svg")


def test_the_site_map_page_lists_columns_and_their_newest_texts(sites, client):
    response = client.get("/site-map/", headers={"host": INNER})
    content = response.content.decode()
    assert response.status_code == 200
    assert '/news/">要闻动态</a>' in content and '/news/mist/">利川市的晨雾</a>' in content
    assert "恩施州的晨雾" not in content


def test_the_tree_of_pages_has_columns_in_order_and_the_newest_texts_first(sites):
    newest = [published(NewsPageFactory(parent=sites.county_column, slug=f"story-{n}")) for n in range(12)]
    column, about = page_tree(sites.county)
    assert (column["page"].slug, about["page"].slug) == ("news", "about")
    assert [child["page"].pk for child in column["children"]] == [page.pk for page in reversed(newest[2:])]


def test_pages_below_a_private_column_stay_out_of_the_tree(sites):
    sites.county_column.view_restrictions.create(restriction_type="login")
    assert [branch["page"].slug for branch in page_tree(sites.county)] == ["about"]
