"""What a consumer gets of an item."""

import io
import re

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image as Pillow
from wagtail.models import CollectionViewRestriction, Page, Site

from cms.core.release import shipped
from cms.pages.scenic.models import ScenicSpotPage
from cms.tv.approving import approve, take_off
from cms.tv.kinds import item_id
from tests.cms.tv.conftest import BASE
from tests.factories.gate import behind_the_gate
from tests.factories.languages import translate
from tests.factories.media import ImageFactory
from tests.factories.scenic import ScenicIndexPageFactory, ScenicSpotPageFactory


def address(page, locale: str = "zh-hans") -> str:
    return f"/items/{item_id('news', page.translation_key)}?locale={locale}"


def test_an_approved_page_is_listed_with_all_that_a_screen_needs(page, ask):
    answer = ask("/items")
    assert answer.status_code == 200
    body = answer.json()
    assert body["schema_version"] == "1.0"
    (item,) = body["items"]
    assert item["id"] == f"news:{page.translation_key}"
    assert item["site"]["host"] == "lichuan.localhost"
    assert item["tv"] == {
        "title": "峡谷晨雾",
        "subtitle": "早起的人看见了云海。",
        "summary": "早起的人看见了云海。",
        "ticker": "峡谷晨雾",
    }
    assert item["links"]["phone"] == "http://lichuan.localhost/news/mist/?from=tv"
    assert item["body"]["html"] == "<h2>雾里看山</h2><p>海拔1,080米，门票打八折。</p>"
    assert item["body"]["prompter"] == ["雾里看山", "海拔一千零八十米，门票打八折。"]
    assert ask(item["url"].partition(BASE)[2]).json()["item"] == item


def test_chinese_is_not_escaped(page, ask):
    assert "峡谷晨雾".encode() in ask("/items").content


def test_pictures_have_exactly_the_sizes_of_the_screen_and_are_jpeg(page, ask):
    lead = ask(address(page)).json()["item"]["lead"]
    assert (lead["alt"], lead["id"]) == ("晨雾中的峡谷", page.lead_image_id)
    for name in ("hero_1920x1080", "hero_1280x720", "card_640x360", "square_480x480", "poster_480x720"):
        url = lead[name]["url"]
        assert url.startswith("http://localhost/media/")
        with default_storage.open(url.partition("/media/")[2]) as file:
            picture = Pillow.open(io.BytesIO(file.read()))
        assert picture.format == "JPEG"
        assert "x".join(map(str, picture.size)) == name.rpartition("_")[2]


@pytest.mark.parametrize("count", [1, 5])
def test_a_list_costs_the_same_whatever_its_length(live, ask, count, django_assert_num_queries):
    for number in range(count):
        live(title=f"第{number}条", slug=f"n{number}")
    ask("/items")
    with django_assert_num_queries(3):
        assert len(ask("/items").json()["items"]) == count


def test_the_list_goes_on_at_its_cursor(live, ask):
    slugs = {f"n{number}" for number in range(5)}
    for slug in slugs:
        live(title=slug, slug=slug)
    found, cursor = [], ""
    while cursor is not None:
        answer = ask(f"/items?limit=2{cursor and '&cursor='}{cursor}").json()
        found += [item["headline"] for item in answer["items"]]
        cursor = answer["next_cursor"]
    assert sorted(found) == sorted(slugs)


def test_a_page_that_came_without_a_time_of_publication_has_its_place(live, ask):
    pages = [live(title=slug, slug=slug) for slug in ("a", "b")]
    with behind_the_gate():
        Page.objects.filter(pk=pages[0].pk).update(first_published_at=None)
    first = ask("/items?limit=1").json()
    second = ask(f"/items?limit=1&cursor={first['next_cursor']}").json()
    assert {item["headline"] for answer in (first, second) for item in answer["items"]} == {"a", "b"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("site=lichuan.localhost", 1),
        ("site=enshi.localhost", 0),
        ("type=news", 1),
        ("type=scenic_spot", 0),
        ("locale=en", 0),
        ("topic=云", 0),
        ("county=422802", 1),
        ("county=422800", 1),
        ("county=422801", 0),
        ("q=峡谷", 1),
        ("q=海拔", 1),
        ("q=xgcw", 1),
        ("q=xiagu", 1),
        ("q=大海", 0),
        ("q=dh", 0),
        ("since=2020-01-01T00:00:00Z", 1),
        ("until=2020-01-01T00:00:00Z", 0),
    ],
)
def test_filters(page, ask, query, found):
    assert len(ask(f"/items?{query}").json()["items"]) == found


@pytest.mark.parametrize(
    "path",
    [
        "/items?typ=news",
        "/items?type=novel",
        "/items?locale=fr",
        "/items?site=wuhan.localhost",
        "/items?county=420100",
        "/items?cursor=x",
        # 0001-01-01T00:00:00+08:00 1, 2026-11-26T00:00:00 1
        "/items?cursor=MDAwMS0wMS0wMVQwMDowMDowMCswODowMCAx",
        "/items?cursor=MjAyNi0xMS0yNlQwMDowMDowMCAx",
        "/items?since=0001-01-01T00:00:00%2B08:00",
        "/items?until=9999-12-31T23:59:59-08:00",
        "/items?topic=%00",
        "/items/%00",
        "/rundowns?channel=%00",
        "/editions/%00/1",
        "/items?limit=101",
        "/changes?cursor=x",
        "/sites?x=1",
        "/health?x=1",
        "/schema.json?x=1",
    ],
)
def test_what_nobody_knows_is_refused_with_what_there_is(page, ask, path):
    answer = ask(path)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_what_cannot_be_done_is_a_problem_too(family):
    answer = Client(SERVER_NAME="localhost").delete(f"{BASE}/items")
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert set(answer["Allow"].split(", ")) == {"GET", "HEAD"}


def test_who_has_the_current_answer_is_told_so_for_one_query(page, ask, django_assert_num_queries):
    first = ask("/items")
    assert "max-age" in first["Cache-Control"]
    with django_assert_num_queries(1):
        again = ask("/items", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_answers_with_the_same_tag_are_the_same_bytes(page, ask):
    first, again = ask("/items"), ask("/items")
    # Another tag when a period has ended between the two.
    assert first["ETag"] != again["ETag"] or first.content == again.content


def test_a_picture_that_another_process_has_made_private_is_left_out_at_once(page, ask):
    assert ask(address(page)).json()["item"]["pictures"]
    assert page.lead_image.is_for_the_public  # the pages of this process remember that for a minute
    # Without signals, which other processes do not get.
    rule = CollectionViewRestriction(collection=page.lead_image.collection, restriction_type="login")
    CollectionViewRestriction.objects.bulk_create([rule])
    assert ask(address(page)).json()["item"]["pictures"] == []


def test_an_item_is_where_the_database_says_whatever_a_process_remembers_of_sites(page, family, ask):
    Site.get_site_root_paths()
    # Without signals, which other processes do not get.
    Site.objects.filter(pk=family.lichuan.pk).update(hostname="neu.localhost")
    root = family.lichuan.root_page.url_path
    for below in Page.objects.filter(url_path__startswith=root):
        Page.objects.filter(pk=below.pk).update(url_path="/neu/" + below.url_path[len(root) :])
    item = ask(address(page)).json()["item"]
    assert item["site"]["host"] == "neu.localhost"
    assert item["links"]["web"] == "http://neu.localhost/news/mist/"


def test_a_change_makes_another_tag(page, live, ask):
    first = ask("/items")
    live(slug="another")
    assert ask("/items", **{"If-None-Match": first["ETag"]}).status_code == 200


def test_the_code_leads_to_the_phone_page(page, ask):
    answer = ask(f"/items/news:{page.translation_key}/qr.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<?xml")


def test_what_was_shown_once_is_said_to_be_gone(page, live, ask):
    never = live(approved=False, slug="never")
    assert ask(address(never)).status_code == 404
    take_off(page)
    answer = ask(address(page))
    assert (answer.status_code, answer["Content-Type"]) == (410, "application/problem+json")


def test_sites_say_what_they_have_to_show(page, ask):
    answer = ask("/sites").json()["items"]
    assert [site["is_prefecture"] for site in answer] == [True, *[False] * (len(answer) - 1)]
    assert {site["code"]: site["features"] for site in answer if site["features"]} == {"422802": ["news"]}


def test_english_has_its_own_words_for_the_newsreader(live, ask):
    page = live(slug="cave", title="腾龙洞")
    body = [("paragraph", '<p data-block-key="a">The cave is 59.8 km long; 20% of visitors walk.</p>')]
    with shipped():
        english = translate(page, "en", title="Tenglong Cave", body=body)
    approve(english, None)
    item = ask(address(page, "en")).json()["item"]
    assert " ".join(item["body"]["prompter"]) == "The cave is 59.8 km long; 20% of visitors walk."
    assert item["reading_time_s"] == 4


@pytest.mark.parametrize(("code", "words"), [("zh-hans", "[开关]"), ("zh-hant", "[開關]"), ("en", "open|close")])
def test_a_place_says_in_the_item_s_language_whether_it_is_open(family, ask, code, words):
    with shipped():
        index = ScenicIndexPageFactory(parent=family.lichuan.root_page, slug="scenic")
        spot = ScenicSpotPageFactory(parent=index, title="腾龙洞")
        if code != "zh-hans":
            spot = translate(spot, code, title="Tenglong")
    approve(spot, None)
    (item,) = ask(f"/items?locale={code}&type=scenic_spot").json()["items"]
    assert re.search(words, item["place"]["opening"]["headline"], re.IGNORECASE)


def test_the_pictures_of_a_spot_s_own_gallery_are_shown_with_their_captions(family, ask):
    index = ScenicIndexPageFactory(parent=family.lichuan.root_page, slug="spots")
    images = [ImageFactory(description=text) for text in ("洞口", "暗河")]
    gallery = [("image", {"image": image, "caption": "近看"}) for image in images]
    spot = ScenicSpotPageFactory(parent=index, gallery=gallery)
    with shipped():
        spot.save_revision().publish()
    approve(ScenicSpotPage.objects.get(pk=spot.pk), None)
    item = ask(f"/items/scenic_spot:{spot.translation_key}").json()["item"]
    assert [(picture["alt"], picture["caption"]) for picture in item["pictures"]] == [
        ("洞口", "近看"),
        ("暗河", "近看"),
    ]
    assert item["body"]["blocks"][-1]["type"] == "gallery"
