"""Which host answers for what."""

import pytest
from django.db import OperationalError
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from cms.delivery.middleware import canonical_url
from tests.cms.delivery.nested_sites import INNER, OUTER


def test_an_unknown_host_gets_a_plain_404_and_no_site_s_content(sites, client):
    response = client.get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 404
    text = response.content.decode()
    assert "云上恩施" not in text and "利川" not in text


@pytest.mark.parametrize("path", ["/", "/static/base/tokens.css", "/admin/login/", "/api/v2/pages/", "/feed.xml"])
def test_an_unknown_host_gets_nothing_at_any_address(sites, client, path):
    assert client.get(path, headers={"host": "elsewhere.example"}).status_code == 404


@pytest.mark.parametrize(("path", "status"), [("/old/", 301), ("/media/old.jpg", 301), ("/api/old/", 404)])
def test_redirects_are_for_what_readers_ask(sites, client, path, status):
    site = Site.objects.get(hostname="lichuan.localhost")
    Redirect.objects.create(site=site, old_path=path.rstrip("/"), redirect_link="/", is_permanent=True)
    assert client.get(path, headers={"host": "lichuan.localhost"}).status_code == status


def test_hosts_are_found_whatever_their_case_port_and_final_dot(sites, client):
    for host in ("LICHUAN.localhost:8000", "lichuan.localhost", "lichuan.localhost.:8000", "lichuan.localhost:9"):
        assert client.get("/robots.txt", headers={"host": host}).status_code == 200


def test_the_answer_for_a_known_host_costs_no_query_when_warm(sites, client, django_assert_num_queries):
    Site.get_site_root_paths()
    with django_assert_num_queries(0):
        assert client.get("/health/live", headers={"host": OUTER}).status_code == 200
        assert client.get("/lichuan/", headers={"host": OUTER}).status_code == 301


def test_a_host_added_by_another_process_answers_at_once(sites, client):
    Site.get_site_root_paths()
    # Without signals, as if it had happened elsewhere.
    Site.objects.filter(pk=sites.inner.pk).update(hostname="new.localhost")
    assert client.get("/robots.txt", headers={"host": "new.localhost:8000"}).status_code == 200


def test_a_deleted_site_s_host_no_longer_answers(sites, client):
    assert client.get("/robots.txt", headers={"host": INNER}).status_code == 200
    sites.inner.delete()
    assert client.get("/robots.txt", headers={"host": INNER}).status_code == 404


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/lichuan/", "http://lichuan.localhost:8000/"),
        ("/lichuan", "http://lichuan.localhost:8000/"),
        ("/lichuan/news/?p=2&topic=%E6%96%87", "http://lichuan.localhost:8000/news/?p=2&topic=%E6%96%87"),
        ("/lichuan/feed.xml", "http://lichuan.localhost:8000/feed.xml"),
        ("/lichuan/no-such-page/", "http://lichuan.localhost:8000/no-such-page/"),
    ],
)
def test_a_nested_site_s_path_moves_permanently_to_its_own_host(sites, client, path, target):
    response = client.get(path, headers={"host": OUTER})
    assert (response.status_code, response["Location"]) == (301, target)


def test_only_reading_is_redirected(sites, client):
    assert client.head("/lichuan/news/", headers={"host": OUTER}).status_code == 301
    assert client.post("/lichuan/news/", headers={"host": OUTER}).status_code != 301


@pytest.mark.parametrize("path", ["/", "/news/", "/lichuanese/", "/admin/lichuan/", "/api/lichuan/", "/health/live"])
def test_everything_else_stays_on_the_outer_host(sites, path):
    assert canonical_url("localhost", path) is None


def test_the_nested_host_redirects_nothing(sites):
    assert canonical_url("lichuan.localhost", "/lichuan/") is None


def test_a_path_with_two_slashes_cannot_name_another_host(sites, client):
    response = client.get("/lichuan//evil.example/", headers={"host": OUTER})
    assert response["Location"] == "http://lichuan.localhost:8000//evil.example/"


def test_a_moved_site_is_followed(sites, client):
    client.get("/lichuan/", headers={"host": OUTER})
    sites.inner.hostname = "lichuan.example"
    sites.inner.save()
    response = client.get("/lichuan/news/", headers={"host": OUTER})
    assert response["Location"] == "http://lichuan.example:8000/news/"


def test_404_and_500_wear_the_look_of_the_site(sites, client, monkeypatch):
    response = client.get("/no-such-page/", headers={"host": INNER})
    assert response.status_code == 404
    assert 'data-theme="lichuan"' in response.content.decode()
    assert "云上利川" in response.content.decode()

    client.raise_request_exception = False
    monkeypatch.setattr("cms.delivery.views.page_tree", lambda home: 1 / 0)
    response = client.get("/site-map/", headers={"host": INNER})
    assert response.status_code == 500
    assert "lichuan/tokens.css" in response.content.decode() and "云上利川" in response.content.decode()


def test_500_needs_no_database(sites, client, monkeypatch):
    def gone(*args, **kwargs):
        raise OperationalError("the database is away")

    client.raise_request_exception = False
    Site.get_site_root_paths()
    monkeypatch.setattr(Site, "_find_for_request", staticmethod(gone))
    monkeypatch.setattr("cms.sitewide.context_processors.Sitewide._sites", property(gone))
    response = client.get("/site-map/", headers={"host": INNER})
    assert response.status_code == 500
    assert "<html" in response.content.decode()
