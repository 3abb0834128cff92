"""The text check of the nine: what ships is clean, and every county has its own list and its own findings."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site

from cms.core.scripts import TRADITIONAL
from cms.editorial.texts.checking import check_page, check_thing, refusals
from cms.editorial.texts.kinds import Severity
from cms.editorial.texts.look_back import look_back
from cms.editorial.texts.models import ListVersion, LiveFinding, Term
from cms.editorial.texts.subjects import things
from cms.pages.news.models import NewsPage
from tests.factories.gate import behind_the_gate
from tests.factories.texts import make_term
from tests.sites.isolation.marked_sites import client_of, text_of


def site_of(slug: str) -> Site:
    return Site.objects.get(hostname=f"{slug}.localhost" if slug else "localhost")


def test_nothing_that_ships_is_refused_by_the_list_that_ships(nine_sites):
    assert Term.objects.filter(site=site_of("")).count() >= 60
    pages = Page.objects.live().filter(depth__gt=1).exclude(locale__language_code=TRADITIONAL).specific()
    found = {page.url_path: refusals(check_page(page)) for page in pages.iterator(chunk_size=100)}
    assert len(found) > 300
    assert {where: findings for where, findings in found.items() if findings} == {}
    assert [(str(thing), found) for thing in things() if (found := refusals(check_thing(thing)))] == []


def test_what_editors_made_of_the_starter_list_stays(nine_sites):
    changed, gone = Term.objects.filter(site=site_of("")).order_by("pk")[:2]
    Term.objects.filter(pk=changed.pk).update(severity=Severity.NOTE)
    gone.delete()
    versions = ListVersion.objects.count()
    assert [change for change in nine_sites.again(only="enshi-zhou") if change.action == "created"] == []
    changed.refresh_from_db()
    assert changed.severity == Severity.NOTE
    assert not Term.objects.filter(term=gone.term).exists()
    assert ListVersion.objects.count() == versions


@pytest.fixture
def mist(nine_sites) -> dict[str, NewsPage]:
    """The prefecture objects to mist, Lichuan to clouds; both counties have published both."""
    make_term(site_of(""), "赤雾")
    make_term(site_of("lichuan"), "碧云")
    pages = {}
    for slug in ("lichuan", "badong"):
        page = NewsPage.objects.live().descendant_of(site_of(slug).root_page).first()
        with behind_the_gate():
            NewsPage.objects.filter(pk=page.pk).update(title=f"{slug}的赤雾碧云")
        pages[slug] = page
    return pages


def test_looking_back_tells_each_county_its_own(mist):
    look_back(site_of("").pk)
    found = LiveFinding.objects.filter(term__in=["赤雾", "碧云"]).values_list("site__hostname", "term")
    assert set(found) == {
        ("lichuan.localhost", "赤雾"),
        ("lichuan.localhost", "碧云"),
        ("badong.localhost", "赤雾"),
    }
    address = reverse(LiveFinding.snippet_viewset.get_url_name("list"))
    for query in ({}, {"export": "csv"}, {"export": "xlsx"}):
        html = text_of(client_of("lichuan-editor").get(address, query))
        assert "lichuan的赤雾碧云" in html
        assert "badong的赤雾碧云" not in html
        assert "badong的赤雾碧云" in text_of(client_of("prefecture-editor").get(address, query))
    assert reverse("wagtailadmin_pages:edit", args=[mist["lichuan"].pk]) in text_of(client_of("admin").get(address))


def test_a_county_reads_the_list_that_binds_it_and_changes_only_its_own(mist):
    reader = client_of("lichuan-reviewer")
    make_term(site_of("badong"), "纤夫")
    html = text_of(reader.get(reverse("texts_above")))
    assert "赤雾" in html
    assert "纤夫" not in html
    assert "碧云" in text_of(reader.get(reverse("wagtailsnippets_texts_term:list")))
    binding = Term.objects.get(term="赤雾")
    assert reader.get(reverse("wagtailsnippets_texts_term:edit", args=[binding.pk])).status_code == 404
    # The prefecture's own list is on its own screen.
    assert client_of("prefecture-reviewer").get(reverse("texts_above")).status_code == 302
    with pytest.raises(ValidationError):
        make_term(site_of("lichuan"), "13812345678", kind="number")


def upload(client: Client, site: Site, text: str, **values) -> str:
    data = {"site": site.pk, "file": SimpleUploadedFile("words.csv", text.encode()), **values}
    return text_of(client.post(reverse("texts_file"), data))


def test_a_list_is_taken_in_after_a_preview_and_only_by_who_keeps_it(mist):
    lichuan, badong = site_of("lichuan"), site_of("badong")
    client, file = client_of("lichuan-admin"), "写法,类型,级别\n滕龙洞,地名和机构名,禁止\n"
    assert "滕龙洞" in upload(client, lichuan, file, removes_missing="on")
    # So far nothing has happened.
    assert list(Term.objects.filter(site=lichuan).values_list("term", flat=True)) == ["碧云"]
    response = client.post(
        reverse("texts_file"), {"site": lichuan.pk, "file": SimpleUploadedFile("words.csv", file.encode())}
    )
    client.post(reverse("texts_file"), {"lines": response.context["signed"]})
    assert set(Term.objects.filter(site=lichuan).values_list("term", flat=True)) == {"碧云", "滕龙洞"}
    newest = ListVersion.objects.first()
    assert (newest.site, newest.user.get_username()) == (lichuan, "lichuan-admin")
    assert "signed" not in upload(client, lichuan, "写法,类型,级别\n滕龙洞,错,禁止\n")
    # Neither another county's list, nor with another person's preview, nor by an editor.
    assert not client.post(reverse("texts_file"), {"site": badong.pk, "file": file}).context["form"].is_valid()
    other = client_of("badong-admin")
    other.post(reverse("texts_file"), {"lines": response.context["signed"]})
    assert not Term.objects.filter(site=badong).exists()
    assert client_of("lichuan-editor").get(reverse("texts_file")).status_code == 302
