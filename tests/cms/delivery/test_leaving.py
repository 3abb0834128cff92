"""Links to hosts that are neither government's nor ours lead through a notice (norm G-05)."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import RequestFactory
from wagtail.models import Site
from wagtail.rich_text import expand_db_html

from cms.core.links import leaving_target, leaving_url
from tests.cms.delivery.nested_sites import INNER

FOREIGN = "https://example.org/a?b=1&c=云"


@pytest.mark.parametrize(
    "url",
    [
        FOREIGN,
        "//example.org/",
        "HTTPS://EXAMPLE.ORG",
        " http://example.org/ ",
        "https://fakegov.cn/",
        "https://gov.cn.example.org/",
        "https://www.gov.cn@example.org/",
        "https://evil-localhost/",
    ],
)
def test_foreign_addresses_go_through_the_notice(sites, url):
    notice = leaving_url(url)
    assert notice.startswith("/leaving/?to=")
    assert leaving_target(parse_qs(urlsplit(notice).query)["to"][0]) == url.strip()


@pytest.mark.parametrize(
    "url",
    [
        "https://www.gov.cn/",
        "https://gov.cn/",
        "http://www.lichuan.gov.cn:8080/x",
        "http://lichuan.localhost:8000/news/",
        "http://localhost/",
        "/news/",
        "#top",
        "",
        "tel:07188888888",
        "mailto:a@example.org",
    ],
)
def test_trusted_and_local_addresses_stay_as_they_are(sites, url):
    assert leaving_url(url) == url


def test_asking_costs_no_query_when_warm(sites, django_assert_num_queries):
    Site.get_site_root_paths()
    with django_assert_num_queries(0):
        leaving_url(FOREIGN)


def test_links_in_rich_text_are_sent_through_the_notice(sites):
    html = expand_db_html('<p><a href="https://example.org/?a=1&amp;b=2">外</a></p>')
    assert html.startswith('<p><a href="/leaving/?to=https%3A%2F%2Fexample.org%2F%3Fa%3D1%26b%3D2%3A')
    assert 'class="external" rel="nofollow noopener">外</a></p>' in html


def test_links_in_rich_text_to_trusted_hosts_are_left_alone(sites):
    html = '<p><a href="https://www.hubei.gov.cn/?a=1&amp;b=2">内</a></p>'
    assert expand_db_html(html) == html


def test_the_notice_names_the_target_and_is_not_indexed(sites, client):
    response = client.get(leaving_url(FOREIGN), headers={"host": INNER})
    assert response.status_code == 200
    content = response.content.decode()
    assert 'href="https://example.org/a?b=1&amp;c=云"' in content and "云上利川" in content
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("query", ["", "?to=", "?to=https://example.org/", "?to=https://example.org/:forged"])
def test_the_notice_sends_nobody_where_we_have_not_signed(sites, client, query):
    assert client.get(f"/leaving/{query}", headers={"host": INNER}).status_code == 404


def test_a_signed_address_holds_on_every_site(sites, client):
    notice = RequestFactory().get(leaving_url(FOREIGN))
    assert client.get(notice.get_full_path(), headers={"host": "localhost:8000"}).status_code == 200
