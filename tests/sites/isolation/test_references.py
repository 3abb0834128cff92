"""A saved form may point at what is one's own or shared, and at nothing else, whichever way it points."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, Page, Site
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.core.references import references_of
from cms.media.models import Document, Image
from cms.pages.news.models import NewsIndexPage, NewsPage
from cms.search.models import BestBet
from cms.sitewide.models import AlertBanner, SiteFooter, SiteIdentity, SiteMenu
from tests.factories.gate import behind_the_gate
from tests.factories.media import DocumentFactory, ImageFactory, MediaFactory
from tests.sites.admin_actions import page_form

REFUSED = "不属于您的站点"


def client_of(name: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(get_user_model().objects.get(username=name))
    return client


def home(slug: str) -> Page:
    return Site.objects.get(hostname=f"{slug}.localhost").root_page


def column(slug: str) -> NewsIndexPage:
    return NewsIndexPage.objects.child_of(home(slug)).get(slug="news")


def things(owner: str) -> dict[str, int]:
    """Numbers of a picture, a document, a film and a page of one county, or of what all share."""
    collection = Collection.objects.get(name={"lichuan": "利川", "badong": "巴东", "shared": "全州共享素材"}[owner])
    page = column("lichuan" if owner == "shared" else owner).get_children().first()
    return {
        "image": ImageFactory(title=f"{owner}-secret", collection=collection, file__width=8, file__height=6).pk,
        "document": DocumentFactory(title=f"{owner}-secret", collection=collection).pk,
        "film": MediaFactory(title=f"{owner}-secret", collection=collection).pk,
        "page": page.pk,
    }


def paragraph(html: str) -> dict:
    return {"body": streamfield([("paragraph", rich_text(html))])}


def link(page: int) -> dict:
    return streamfield([("link", {"label": "去看看", "page": page, "address": ""})])


def listed(values: list[dict]) -> dict:
    """A ListBlock's part of a form."""
    items = [{"value": value, "deleted": "", "order": str(at), "id": ""} for at, value in enumerate(values)]
    return {"count": str(len(items)), **{str(at): item for at, item in enumerate(items)}}


# What a news page can point with; each gets the numbers of one owner's things.
PAGE_WAYS = {
    "lead picture": lambda it: {"lead_image": it["image"]},
    "picture in the text": lambda it: {
        "body": streamfield([("image", {"image": it["image"], "caption": "", "credit": ""})])
    },
    "gallery": lambda it: {
        "body": streamfield([("gallery", {"images": listed([{"image": it["image"], "caption": ""}])})])
    },
    "film": lambda it: {"body": streamfield([("video", {"media": it["film"], "caption": "", "transcript": ""})])},
    "document in the text": lambda it: {
        "body": streamfield([("document", {"document": it["document"], "title": "", "note": ""})])
    },
    "attachment": lambda it: {"attachments": streamfield([("attachment", {"document": it["document"], "title": ""})])},
    "related page": lambda it: {"related_pages": streamfield([("page", it["page"])])},
    "link to a page": lambda it: paragraph(f'<p><a linktype="page" id="{it["page"]}">去</a></p>'),
    "link to a document": lambda it: paragraph(f'<p><a linktype="document" id="{it["document"]}">去</a></p>'),
}


def save_page(values: dict, page: NewsPage, who: str = "lichuan-editor") -> HttpResponse:
    form = page_form(NewsPage, **{"title": page.title, "slug": page.slug, **values})
    return client_of(who).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)


def draft(slug: str = "lichuan") -> NewsPage:
    page = column(slug).add_child(instance=NewsPage(title="草稿", source="示例来源", live=False))
    page.save_revision()
    return page


def stored(page: NewsPage) -> str:
    return json.dumps(NewsPage.objects.get(pk=page.pk).get_latest_revision().content)


def pointed_at(page: NewsPage) -> set[str]:
    """Numbers of what the latest revision points at."""
    latest = NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    names = ["lead_image", "body", "attachments", "related_pages"]
    fields = [(NewsPage._meta.get_field(name), getattr(latest, name)) for name in names]
    return {number for field, value in fields for _model, number in references_of(field, value)}


@pytest.mark.parametrize("way", PAGE_WAYS.values(), ids=PAGE_WAYS.keys())
def test_a_page_points_at_own_things(nine_sites, way):
    page, own = draft(), things("lichuan")
    answer = save_page(way(own), page)
    assert answer.status_code == 302, answer.context["form"].errors
    assert len(pointed_at(page) & {str(number) for number in own.values()}) == 1


@pytest.mark.parametrize("way", PAGE_WAYS.values(), ids=PAGE_WAYS.keys())
def test_a_page_points_at_shared_things(nine_sites, way):
    page, shared = draft(), things("shared")
    assert save_page(way(shared), page).status_code == 302
    assert len(pointed_at(page) & {str(number) for number in shared.values()}) == 1


@pytest.mark.parametrize("who", ["lichuan-editor", "lichuan-reviewer", "lichuan-admin"])
@pytest.mark.parametrize("way", PAGE_WAYS.values(), ids=PAGE_WAYS.keys())
def test_a_page_does_not_point_at_another_countys_things(nine_sites, way, who):
    page = draft()
    before = stored(page)
    answer = save_page(way(things("badong")), page, who)
    assert answer.status_code == 200
    assert stored(page) == before
    assert REFUSED in str(answer.context["form"].errors)
    assert "badong-secret" not in answer.content.decode()


@pytest.mark.parametrize("way", PAGE_WAYS.values(), ids=PAGE_WAYS.keys())
def test_a_form_that_comes_back_for_another_reason_shows_nothing_of_another_county_either(nine_sites, way):
    badong = things("badong")
    with behind_the_gate():
        Page.objects.filter(pk=badong["page"]).update(title="badong-secret", draft_title="badong-secret")
    wrong = {"source": "x" * 300}
    answer = save_page({**way(badong), **wrong}, draft())
    assert answer.status_code == 200
    assert answer.context["form"].errors["source"]
    assert "badong-secret" not in answer.content.decode()


def test_a_form_that_comes_back_has_kept_everything_else(nine_sites):
    text = f'<p>前面的话<a linktype="page" id="{things("badong")["page"]}">链接的字</a>后面的话</p>'
    answer = save_page({**paragraph(text), "author": "某作者", "source": "某来源"}, draft())
    form = answer.context["form"]
    assert (form["author"].value(), form["source"].value()) == ("某作者", "某来源")
    kept = str(form["body"].value().raw_data[0]["value"])
    assert "链接的字" in kept and "前面的话" in kept and "linktype" not in kept


def test_the_error_names_the_kind_and_the_number_and_tells_no_title(nine_sites):
    number = things("badong")["image"]
    answer = save_page({"lead_image": number}, draft())
    (message,) = answer.context["form"].errors["lead_image"]
    assert str(number) in message and str(Image._meta.verbose_name) in message
    assert "secret" not in message


def test_the_preview_of_a_page_shows_nothing_of_another_county(nine_sites):
    page, number = draft(), things("badong")["image"]
    form = page_form(NewsPage, title=page.title, slug=page.slug, lead_image=number)
    client = client_of("lichuan-editor")
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert client.post(address, form).json()["is_valid"] is False
    assert "secret" not in client.get(address).content.decode()


def test_what_the_prefecture_has_put_there_stays_when_a_county_edits_the_page(nine_sites):
    page, number = draft(), things("badong")["image"]
    assert save_page({"lead_image": number}, page, "prefecture-editor").status_code == 302
    answer = save_page({"lead_image": number, "title": "改过"}, page, "lichuan-editor")
    assert answer.status_code == 302
    assert NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object().lead_image_id == number


def test_a_new_page_does_not_point_at_another_countys_picture(nine_sites):
    address = reverse("wagtailadmin_pages:add", args=["news", "newspage", column("lichuan").pk])
    form = page_form(NewsPage, title="新的一页", lead_image=things("badong")["image"])
    assert client_of("lichuan-editor").post(address, form).status_code == 200
    assert not NewsPage.objects.filter(title="新的一页").exists()


def post_settings(model: type, values: dict) -> HttpResponse:
    site = Site.objects.get(hostname="lichuan.localhost")
    address = reverse("wagtailsettings:edit", args=["sitewide", model._meta.model_name, site.pk])
    return client_of("lichuan-admin").post(address, nested_form_data(values))


def identity(it: dict) -> dict:
    return {"brand_name": "利川", "tagline": "", "theme": "", "logo": it["image"]}


def footer(it: dict) -> dict:
    return {
        "organiser": "主办",
        "links": link(it["page"]),
        "social_accounts": streamfield([]),
    }


def menu(it: dict) -> dict:
    return {"items": link(it["page"])}


SETTINGS = {"logo": (SiteIdentity, identity), "footer": (SiteFooter, footer), "menu": (SiteMenu, menu)}


@pytest.mark.parametrize(("model", "values"), SETTINGS.values(), ids=SETTINGS.keys())
def test_settings_point_at_own_things_only(nine_sites, model, values):
    site = Site.objects.get(hostname="lichuan.localhost")
    before = repr(model.objects.filter(site=site).values())
    refused = post_settings(model, values(things("badong")))
    assert refused.status_code == 200
    assert REFUSED in str(refused.context["form"].errors)
    assert repr(model.objects.filter(site=site).values()) == before
    assert post_settings(model, values(things("lichuan"))).status_code == 302


def alert(page: int) -> dict:
    site = Site.objects.get(hostname="lichuan.localhost").pk
    return {"site": site, "level": "info", "title": "提示", "starts_at": "2026-01-01 00:00", "link_page": page}


def bet(page: int) -> dict:
    site = Site.objects.get(hostname="lichuan.localhost").pk
    return {"site": site, "queries": "挂号", "title": "去", "address": "", "page": page}


@pytest.mark.parametrize(("model", "values"), [(AlertBanner, alert), (BestBet, bet)])
def test_alerts_and_best_bets_point_at_own_pages_only(nine_sites, model, values):
    address = reverse(f"wagtailsnippets_{model._meta.app_label}_{model._meta.model_name}:add")
    before = model.objects.count()
    refused = client_of("lichuan-admin").post(address, values(things("badong")["page"]))
    assert refused.status_code == 200
    assert REFUSED in str(refused.context["form"].errors)
    assert model.objects.count() == before
    assert client_of("lichuan-admin").post(address, values(things("lichuan")["page"])).status_code == 302
    assert model.objects.count() == before + 1


def test_the_prefecture_points_at_whatever_it_likes(nine_sites):
    assert save_page({"lead_image": things("badong")["image"]}, draft(), "prefecture-editor").status_code == 302
    assert Document.objects.filter(title="badong-secret").exists()
