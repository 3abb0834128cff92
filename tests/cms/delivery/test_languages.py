"""Three languages in public: the address decides, and nothing is shown in another language than it says."""

import json
import re
from types import SimpleNamespace

import pytest
from django.test import Client
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Locale, Page

from cms.delivery.middleware import canonical_url
from cms.sitewide.models import SiteIdentity
from tests.cms.delivery.nested_sites import INNER, OUTER, published
from tests.factories.languages import placeholder, translate
from tests.factories.pages import NewsPageFactory

HAN = re.compile("[\u3400-\u9fff]")
VIEWS = ["feed.xml", "news/feed.xml", "site-map/"]


@pytest.fixture
def english(sites) -> SimpleNamespace:
    """Both sites with an English home page; the county's column and story as well, its page about itself not."""
    SiteIdentity.objects.filter(site=sites.inner).update(brand_name_en="Yunshang Lichuan", name_en="Lichuan City")
    return SimpleNamespace(
        prefecture=translate(sites.prefecture, "en", title="Enshi Prefecture"),
        county=translate(sites.county, "en", title="Lichuan City"),
        column=translate(sites.county_column, "en", title="News", summary="What is going on."),
        story=translate(
            sites.county_story, "en", title="Morning mist", summary="One sentence.", source="Sample newsroom"
        ),
    )


def get(client: Client, path: str, host: str = INNER, **headers):
    return client.get(path, headers={"host": host, **headers})


def alternates(html: str) -> dict[str, str]:
    return dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', html))


def switcher(html: str) -> dict[str, str]:
    part = html[html.index('class="languages__list"') :]
    return dict(re.findall(r'<a class="plain" href="([^"]+)" hreflang="([^"]+)"', part[: part.index("</ul>")]))


class TestTheAddressDecides:
    @pytest.mark.parametrize(
        ("path", "tag", "og"), [("/news/mist/", "zh-Hans", "zh_CN"), ("/en/news/mist/", "en", "en_GB")]
    )
    def test_what_the_answer_says_about_its_language(self, english, client, path, tag, og):
        response = get(client, path)
        html = response.content.decode()
        assert response.status_code == 200
        assert response["Content-Language"] == tag
        assert f'<html lang="{tag}"' in html
        assert f'<meta property="og:locale" content="{og}">' in html
        assert f'"inLanguage": "{tag}"' in html
        assert f'<link rel="canonical" href="http://{INNER}{path}">' in html

    def test_neither_the_browser_nor_a_cookie_has_a_say(self, english, client):
        client.cookies["django_language"] = "en"
        response = get(client, "/", **{"accept-language": "en"})
        assert response["Content-Language"] == "zh-Hans"
        assert "Accept-Language" not in response.get("Vary", "")
        assert get(client, "/en/", **{"accept-language": "zh-CN"})["Content-Language"] == "en"

    def test_one_request_s_language_does_not_stay_for_the_next(self, english, client):
        get(client, "/en/")
        assert 'lang="zh-Hans"' in get(client, "/no-such-page/").content.decode()[:200]

    def test_the_slash_is_added_in_every_language(self, english, client):
        response = get(client, "/en/news")
        assert (response.status_code, response["Location"]) == (301, "/en/news/")
        assert get(client, "/en")["Location"] == "/en/"

    @pytest.mark.parametrize("path", ["/zh-hans/", "/EN/", "/en-gb/", "/fr/", "/en/en/", "/en/robots.txt"])
    def test_other_beginnings_are_no_languages(self, english, client, path):
        assert get(client, path).status_code == 404

    def test_the_admin_and_programs_are_left_alone(self, english, client):
        for path in ("/admin/login/", "/api/v2/pages/"):
            assert "Content-Language" not in get(client, path)


class TestNothingChineseInEnglish:
    def test_every_address_without_an_english_page_is_a_404(self, sites, client):
        """Over all pages and views of both sites, with drafts, placeholders and strays in the English trees."""
        english = Locale.objects.create(language_code="en")
        for home in (sites.prefecture, sites.county):
            translate(home, "en", title="Home", motto="", live=False)
        stray = NewsPageFactory(parent=sites.county_column, slug="stray", title="走错门的页面")
        stray.move(sites.county.get_translation(english), pos="last-child")
        for page in (sites.county_column, sites.county_story):
            placeholder(page, "en")
        for home, host in ((sites.prefecture, OUTER), (sites.county, INNER)):
            below = Page.objects.descendant_of(home, inclusive=True)
            paths = [page.url_path.removeprefix(home.url_path) for page in below if page.get_site() == home.get_site()]
            for path in [*paths, "stray/", *VIEWS]:
                assert get(client, f"/en/{path}", host).status_code == 404, path

    def test_a_placeholder_of_a_placeholder_is_one(self, english, sites, client):
        first = placeholder(sites.county.get_children().get(slug="about"), "en")
        first.refresh_from_db()
        CreatePageAliasAction(first, parent=english.county, update_slug="again").execute(skip_permission_checks=True)
        Page.objects.exclude(alias_of=None).update(live=True)
        assert Page.objects.get(slug="again").live
        assert get(client, "/en/again/").status_code == 404

    def test_what_is_english_contains_chinese_only_where_it_says_so(self, english, client):
        html = get(client, "/en/news/mist/").content.decode()
        body = html[html.index("<body") : html.index('<footer class="footer">')]
        article = body[body.index('<div class="prose">') :]
        said = re.sub(r"<(\w+)[^>]*\blang=\"zh-Han[st]\"[^>]*>.*?</\1>", "", body.replace(article, ""), flags=re.S)
        assert HAN.findall(re.sub(r"<[^>]+>", "", said)) == []


class TestNotTranslated:
    def test_the_answer_says_so_in_the_language_asked_for_and_leads_on(self, english, client):
        response = get(client, "/en/about/")
        html = response.content.decode()
        assert response.status_code == 404
        assert '<html lang="en"' in html and response["Content-Language"] == "en"
        assert "not available in English" in html
        assert f'href="http://{INNER}/about/" lang="zh-Hans" hreflang="zh-Hans">关于本站</a>' in html
        assert 'href="/en/"' in html and 'href="/en/search/"' in html
        assert '<meta name="robots" content="noindex">' in html and 'hreflang="x-default"' not in html

    def test_a_private_page_is_not_told_of(self, english, sites, client):
        sites.county.get_children().get(slug="about").view_restrictions.create(restriction_type="login")
        html = get(client, "/en/about/").content.decode()
        assert "关于本站" not in html

    def test_an_address_that_exists_nowhere_is_an_ordinary_404_in_its_language(self, english, client):
        html = get(client, "/en/nowhere/").content.decode()
        assert '<html lang="en"' in html and "not available in English" not in html

    def test_a_draft_is_not_translated_yet(self, english, client):
        english.story.unpublish()
        response = get(client, "/en/news/mist/")
        assert response.status_code == 404 and "利川市的晨雾" in response.content.decode()

    def test_a_site_without_the_language_leads_home_to_chinese(self, sites, client):
        response = get(client, "/en/about/")
        html = response.content.decode()
        assert response.status_code == 404
        assert '<a class="brand plain" href="/">' in html
        assert 'href="/en/site-map/"' not in html and 'href="/en/feed.xml"' not in html


class TestTheSwitcher:
    def test_it_leads_to_the_same_page(self, english, client):
        assert switcher(get(client, "/news/mist/").content.decode()) == {
            "/news/mist/": "zh-Hans",
            "/en/news/mist/": "en",
        }

    def test_it_offers_the_nearest_page_above_and_says_so(self, english, sites, client):
        untranslated = published(NewsPageFactory(parent=sites.county_column, slug="rain"))
        html = get(client, untranslated.url).content.decode()
        assert switcher(html)["/en/news/"] == "en"
        note = html[html.index('href="/en/news/" hreflang="en"') :]
        assert '<span lang="en">News</span></small>' in note[:400]
        assert "</small>" not in html[html.index("languages__list") : html.index('href="/en/news/" hreflang="en"')]

    def test_other_addresses_lead_to_themselves(self, english, client):
        assert switcher(get(client, "/en/site-map/").content.decode()) == {
            "/site-map/": "zh-Hans",
            "/en/site-map/": "en",
        }

    def test_it_is_not_there_where_there_is_one_language(self, sites, client):
        assert "languages__list" not in get(client, "/news/").content.decode()


class TestWhatMachinesAreTold:
    def test_alternates_of_a_page_in_two_languages(self, english, client):
        expected = {
            "zh-Hans": f"http://{INNER}/news/mist/",
            "en": f"http://{INNER}/en/news/mist/",
            "x-default": f"http://{INNER}/news/mist/",
        }
        for path in ("/news/mist/", "/en/news/mist/"):
            assert alternates(get(client, path).content.decode()) == expected

    def test_none_for_what_is_in_one_language_or_private(self, english, client):
        assert alternates(get(client, "/about/").content.decode()) == {}
        english.story.view_restrictions.create(restriction_type="login")
        assert alternates(get(client, "/news/mist/").content.decode()) == {}

    def test_the_sitemap_lists_every_language_with_its_alternates(self, english, client):
        xml = get(client, "/sitemap.xml").content.decode()
        found = {}
        for url in re.findall(r"<url>(.*?)</url>", xml, re.S):
            location = re.search(r"<loc>(.*?)</loc>", url)[1].removeprefix(f"http://{INNER}")
            found[location] = dict(re.findall(r'hreflang="([^"]+)" href="([^"]+)"', url))
        assert set(found) == {"/", "/news/", "/news/mist/", "/about/", "/en/", "/en/news/", "/en/news/mist/"}
        assert found["/about/"] == {}
        assert (
            found["/en/news/"]
            == found["/news/"]
            == {
                "zh-Hans": f"http://{INNER}/news/",
                "en": f"http://{INNER}/en/news/",
                "x-default": f"http://{INNER}/news/",
            }
        )

    def test_feeds_are_each_language_s_own(self, english, client):
        chinese, feed, column = (
            get(client, path).content.decode() for path in ("/feed.xml", "/en/feed.xml", "/en/news/feed.xml")
        )
        assert "<language>zh-Hans</language>" in chinese and "Morning mist" not in chinese
        for xml in (feed, column):
            assert "<language>en</language>" in xml and "Morning mist" in xml and "利川市的晨雾" not in xml
            assert f"<link>http://{INNER}/en/news/mist/</link>" in xml
        assert "<title>Yunshang Lichuan</title>" in feed and "<title>News - Yunshang Lichuan</title>" in column

    def test_the_manifest_starts_in_its_language(self, english, client):
        manifest = json.loads(get(client, "/en/manifest.webmanifest").content)
        assert (manifest["lang"], manifest["start_url"]) == ("en", "/en/")
        assert manifest["name"] == "Yunshang Lichuan Lichuan City"

    def test_robots_keeps_out_of_the_leaving_notice_in_every_language(self, sites, client):
        text = get(client, "/robots.txt").content.decode()
        for path in ("/leaving/", "/zh-hant/leaving/", "/en/leaving/"):
            assert f"Disallow: {path}\n" in text


class TestHosts:
    @pytest.mark.parametrize(
        ("path", "target"),
        [
            ("/en/lichuan/", "http://lichuan.localhost:8000/en/"),
            ("/en/lichuan", "http://lichuan.localhost:8000/en/"),
            ("/en/lichuan/news/mist/", "http://lichuan.localhost:8000/en/news/mist/"),
            ("/lichuan/news/", "http://lichuan.localhost:8000/news/"),
        ],
    )
    def test_a_nested_site_s_english_path_moves_to_its_own_host(self, english, client, path, target):
        response = get(client, path, OUTER)
        assert (response.status_code, response["Location"]) == (301, target)

    @pytest.mark.parametrize("path", ["/en/", "/en/news/", "/en/lichuanese/", "/zh-hant/lichuan/"])
    def test_everything_else_stays(self, english, path):
        assert canonical_url("localhost", path) is None


class TestLinks:
    @pytest.fixture
    def page(self, english, sites) -> Page:
        about = sites.county.get_children().get(slug="about")
        body = "".join(
            f'<p><a linktype="page" id="{number}">x</a></p>'
            for number in (sites.county_column.pk, sites.county_story.pk, about.pk, 4_000_000)
        )
        translate(sites.county_story, "en", body=[("paragraph", body)])
        sites.county_story.body = [("paragraph", body)]
        sites.county_story.save_revision().publish()
        return english.story

    def hrefs(self, client: Client, path: str) -> list[str]:
        html = get(client, path).content.decode()
        return re.findall(r"<p[^>]*>(<a[^>]*>)x</a>", html[html.index('class="prose"') :])

    def test_links_in_text_lead_to_the_reader_s_language_else_to_chinese_and_say_so(self, page, client):
        assert self.hrefs(client, "/en/news/mist/") == [
            f'<a href="http://{INNER}/en/news/">',
            f'<a href="http://{INNER}/en/news/mist/">',
            f'<a href="http://{INNER}/about/" hreflang="zh-Hans">',
            "<a>",
        ]

    def test_in_chinese_they_stay_chinese(self, page, client):
        assert self.hrefs(client, "/news/mist/")[:2] == [
            f'<a href="http://{INNER}/news/">',
            f'<a href="http://{INNER}/news/mist/">',
        ]

    def test_their_number_costs_nothing(self, page, client, django_assert_max_num_queries):
        get(client, "/en/news/mist/")
        with django_assert_max_num_queries(15):
            get(client, "/en/news/mist/")
