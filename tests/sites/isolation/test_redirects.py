"""Redirects: a county makes them for its own site, to addresses or to its own pages, one by one or from a table."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ModelLogEntry, Page, Site

from cms.pages.news.models import NewsIndexPage
from tests.factories import hostile_files


def client_of(name: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(get_user_model().objects.get(username=name))
    return client


def site(slug: str) -> Site:
    return Site.objects.get(hostname="localhost" if slug == "prefecture" else f"{slug}.localhost")


def column(slug: str) -> Page:
    return NewsIndexPage.objects.child_of(site(slug).root_page).get(slug="news")


def make(slug: str | None, path: str = "/old") -> Redirect:
    return Redirect.objects.create(old_path=path, site=site(slug) if slug else None, redirect_link="https://x.cn/")


def form(slug: str | None, **values: object) -> dict[str, object]:
    chosen = site(slug).pk if slug else ""
    return {"old_path": "/from", "site": chosen, "is_permanent": "on", "redirect_link": "https://www.gov.cn/"} | values


@pytest.fixture(params=["lichuan-reviewer", "lichuan-admin"])
def county(request, nine_sites) -> Client:
    return client_of(request.param)


def test_a_county_redirects_addresses_of_its_own_site(county):
    response = county.post(reverse("wagtailredirects:add"), form("lichuan"))
    assert response.status_code == 302
    made = Redirect.objects.get(old_path="/from")
    assert made.site == site("lichuan")
    county.post(reverse("wagtailredirects:edit", args=[made.pk]), form("lichuan", redirect_link="https://y.cn/"))
    assert Redirect.objects.get(pk=made.pk).redirect_link == "https://y.cn/"
    county.post(reverse("wagtailredirects:delete", args=[made.pk]))
    assert not Redirect.objects.filter(pk=made.pk).exists()


@pytest.mark.parametrize("slug", ["badong", "prefecture", None])
def test_no_county_redirects_addresses_of_another_site_or_of_all(county, slug):
    response = county.post(reverse("wagtailredirects:add"), form(slug))
    assert response.status_code == 404 or response.context["form"].errors["site"]
    own = make("lichuan", "/own")
    response = county.post(reverse("wagtailredirects:edit", args=[own.pk]), form(slug, old_path="/own"))
    assert response.status_code == 404 or response.context["form"].errors["site"]
    assert Redirect.objects.get(pk=own.pk).site == site("lichuan")
    assert not Redirect.objects.filter(old_path="/from").exists()


@pytest.mark.parametrize("slug", ["badong", "prefecture", None])
def test_the_redirects_of_others_are_not_found(county, slug):
    other = make(slug)
    for name in ("edit", "delete"):
        address = reverse(f"wagtailredirects:{name}", args=[other.pk])
        assert county.get(address).status_code == 404
        assert county.post(address, form("lichuan")).status_code == 404
    assert Redirect.objects.get(pk=other.pk).old_path == "/old"


@pytest.mark.parametrize(("slug", "made"), [("lichuan", True), ("badong", False), ("prefecture", False)])
def test_the_page_redirected_to_is_an_own_one(county, slug, made):
    data = form("lichuan", redirect_page=column(slug).pk, redirect_link="")
    response = county.post(reverse("wagtailredirects:add"), data)
    assert Redirect.objects.filter(old_path="/from").exists() is made
    if not made:
        assert response.context["form"].errors["redirect_page"]
        assert column(slug).title not in response.content.decode().split("redirect_page")[1].split("</li>")[0]


def test_an_address_of_another_host_is_refused_and_one_of_the_own_taken(county):
    county.post(reverse("wagtailredirects:add"), form("lichuan", old_path="http://lichuan.localhost/old-news/"))
    assert Redirect.objects.get(site=site("lichuan")).old_path == "/old-news"
    response = county.post(reverse("wagtailredirects:add"), form("lichuan", old_path="http://badong.localhost/x/"))
    assert "badong.localhost" in response.context["form"].errors["old_path"][0]


@pytest.mark.parametrize("name", ["prefecture-reviewer", "admin"])
def test_the_prefecture_redirects_for_every_site(nine_sites, name):
    client = client_of(name)
    for slug in ("badong", "prefecture"):
        client.post(reverse("wagtailredirects:add"), form(slug))
        assert Redirect.objects.filter(site=site(slug), old_path="/from").exists()
    client.post(reverse("wagtailredirects:add"), form(None, old_path="/everywhere"))
    assert Redirect.objects.filter(site=None, old_path="/everywhere").exists()


# Import


def csv(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("redirects.csv", text.encode())


def xlsx(*rows: tuple) -> SimpleUploadedFile:
    book, content = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return SimpleUploadedFile("redirects.xlsx", content.getvalue())


def start(client: Client, file: SimpleUploadedFile) -> tuple[HttpResponse, dict[str, str]]:
    """The answer and the signed values that the second step wants back."""
    response = client.post(reverse("wagtailredirects:start_import"), {"import_file": file}, follow=True)
    hidden = BeautifulSoup(response.content, "html.parser").select("form input[type=hidden][name]")
    return response, {each["name"]: each["value"] for each in hidden if each["name"] != "csrfmiddlewaretoken"}


def process(client: Client, signed: dict[str, str], slug: str | None) -> HttpResponse:
    chosen = {"from_index": "0", "to_index": "1", "permanent": "on", "site": site(slug).pk if slug else ""}
    return client.post(reverse("wagtailredirects:process_import"), {**signed, **chosen})


TABLE = "from,to\n/a,https://www.gov.cn/a\n/b,https://www.gov.cn/b\n"


def test_the_import_offers_the_own_site_and_writes_there(county):
    response, signed = start(county, csv(TABLE))
    offered = BeautifulSoup(response.content, "html.parser").select("select[name=site] option")
    assert [int(option["value"]) for option in offered] == [site("lichuan").pk]
    response = process(county, signed, "lichuan")
    assert response.status_code == 302
    assert list(Redirect.objects.order_by("old_path").values_list("old_path", "site")) == [
        ("/a", site("lichuan").pk),
        ("/b", site("lichuan").pk),
    ]
    assert ModelLogEntry.objects.filter(label="/a", action="wagtail.create").exists()


def test_no_hostile_file_comes_further_than_the_form(county):
    refused = {}
    for name, content in hostile_files.documents().items():
        response, signed = start(county, SimpleUploadedFile(name, content))
        refused[name] = response.status_code == 200 and response.context["form"].errors.keys() == {"import_file"}
        assert "import_file_name" not in signed, name
    assert refused == dict.fromkeys(refused, True)


def test_a_table_that_is_too_large_is_told_the_limit(county):
    response, signed = start(county, csv(TABLE + "/c,https://www.gov.cn/c\n" * 100_000))
    assert "2.0" in response.context["form"].errors["import_file"][0]
    assert "import_file_name" not in signed


@pytest.mark.parametrize("slug", ["badong", "prefecture", None])
def test_the_import_writes_nothing_for_another_site_and_keeps_the_file(county, slug):
    _response, signed = start(county, csv(TABLE))
    response = process(county, signed, slug)
    assert response.status_code == 404 or response.context["form"].errors["site"]
    assert not Redirect.objects.exists()
    assert process(county, signed, "lichuan").status_code == 302
    assert Redirect.objects.count() == 2


def test_refused_rows_are_told_with_the_reason_and_the_others_are_imported(county):
    make("lichuan", "/taken")
    make("badong", "/free-here")
    rows = [
        ("from", "to"),
        ("/taken", "https://www.gov.cn/"),
        ("http://badong.localhost/x", "https://www.gov.cn/"),
        ("/no-address", "nowhere"),
        ("/half",),
        ("/free-here", "https://www.gov.cn/"),
        ("http://lichuan.localhost/good/", "https://www.gov.cn/"),
    ]
    _response, signed = start(county, xlsx(*rows))
    response = process(county, signed, "lichuan")
    summary = response.context["import_summary"]
    assert (summary["total"], summary["successes"], summary["errors_count"]) == (6, 3, 3)
    assert [row[0] for row in summary["errors"]] == ["/taken", "http://badong.localhost/x", "/no-address"]
    assert all(reason for _old, _new, reason in summary["errors"])
    own = Redirect.objects.filter(site=site("lichuan")).values_list("old_path", flat=True)
    assert set(own) == {"/taken", "/half", "/free-here", "/good"}
    assert Redirect.objects.get(site=site("badong")).old_path == "/free-here"


def test_a_file_that_is_no_table_is_told_about(county):
    for name, content in {"x.xlsx": b"no sheet", "x.csv": b"\xff\xfe\x00", "x.pdf": b"%PDF"}.items():
        response, signed = start(county, SimpleUploadedFile(name, content))
        assert not signed.get("import_file_name")
        assert response.status_code == 200
    assert not Redirect.objects.exists()


def test_only_a_signed_file_is_processed(county):
    response = process(county, {"import_file_name": "passwd", "input_format": "0"}, "lichuan")
    assert response.status_code == 400


def test_the_prefecture_imports_for_any_site_and_for_all(nine_sites):
    for slug in ("badong", None):
        client = client_of("admin")
        _response, signed = start(client, csv(TABLE))
        assert process(client, signed, slug).status_code == 302
        assert Redirect.objects.filter(site=site(slug) if slug else None).count() == 2
