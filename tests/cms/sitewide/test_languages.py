"""What is set once per site, in the reader's language."""

import pytest
from django.utils import translation
from wagtail.models import Site

from cms.sitewide.models import AlertBanner, SiteFooter, SiteIdentity, SiteMenu
from tests.factories.languages import placeholder, translate
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory, StandardPageFactory


@pytest.fixture
def lichuan(family):
    """The county's home page in English, below the prefecture's."""
    translate(family.prefecture.root_page.specific, "en", title="Enshi Prefecture")
    return translate(family.lichuan.root_page.specific, "en", title="Lichuan City")


@pytest.fixture
def reading():
    """Activates a language for the rest of the test."""
    active = []

    def read(code: str) -> None:
        active.append(translation.override(code))
        active[-1].__enter__()

    yield read
    for each in reversed(active):
        each.__exit__(None, None, None)


class TestTexts:
    @pytest.fixture
    def identity(self, family) -> SiteIdentity:
        return SiteIdentity.objects.create(
            site=family.lichuan,
            brand_name="云上鹤峰",
            brand_name_en="Yunshang Hefeng",
            full_name="鹤峰县",
            name_hant="鶴峯縣",
            name_en="Hefeng County",
            short_name="鹤峰",
            tagline="茶山层层",
        )

    @pytest.mark.parametrize(
        ("code", "brand", "full", "short", "tagline"),
        [
            ("zh-hans", "云上鹤峰", "鹤峰县", "鹤峰", "茶山层层"),
            ("zh-hant", "雲上鶴峰", "鶴峯縣", "鶴峰", "茶山層層"),
            ("en", "Yunshang Hefeng", "Hefeng County", "鹤峰", "茶山层层"),
        ],
    )
    def test_names_in_english_by_people_in_traditional_by_conversion(
        self, identity, sitewide_on, reading, code, brand, full, short, tagline
    ):
        reading(code)
        found = sitewide_on("lichuan.localhost").identity
        assert (found.brand_name, found.full_name, found.short_name, found.tagline) == (brand, full, short, tagline)

    def test_a_site_without_an_english_brand_keeps_its_own_and_not_the_one_from_above(
        self, family, identity, sitewide_on, reading
    ):
        SiteIdentity.objects.create(site=family.prefecture, brand_name="云上恩施", brand_name_en="Yunshang Enshi")
        SiteIdentity.objects.create(site=family.enshi, brand_name="云上硒都")
        reading("en")
        assert sitewide_on("enshi.localhost").identity.brand_name == "云上硒都"
        SiteIdentity.objects.filter(site=family.enshi).update(brand_name="")
        assert sitewide_on("enshi.localhost").identity.brand_name == "Yunshang Enshi"

    def test_the_footer_and_the_rows_stay_as_they_were(self, family, sitewide_on, reading):
        SiteFooter.objects.create(
            site=family.prefecture, organiser="示例主办单位", organiser_en="Sample organiser", address="湖北省"
        )
        reading("en")
        footer = sitewide_on("lichuan.localhost").footer
        assert (footer.organiser, footer.address) == ("Sample organiser", "湖北省")
        assert SiteFooter.objects.get().organiser == "示例主办单位"

    def test_alerts(self, family, sitewide_on, reading):
        AlertBanner.objects.create(site=family.lichuan, title="大雨", title_en="Heavy rain", text="请绕行后山")
        reading("en")
        (alert,) = sitewide_on("lichuan.localhost").alerts
        assert (alert.title, alert.text) == ("Heavy rain", "请绕行后山")
        reading("zh-hant")
        (alert,) = sitewide_on("lichuan.localhost").alerts
        assert (alert.title, alert.text) == ("大雨", "請繞行後山")


class TestMenu:
    @pytest.fixture
    def columns(self, family, lichuan) -> dict:
        home = family.lichuan.root_page.specific
        news = NewsIndexPageFactory(parent=home, title="要闻", slug="news")
        NewsPageFactory(parent=news, slug="story")
        notices = NewsIndexPageFactory(parent=home, title="公告", slug="notices")
        NewsPageFactory(parent=notices, slug="notice")
        translate(news, "en", title="News", show_in_menus=True)
        translate(news.get_children().get().specific, "en", title="Story", summary="")
        return {"news": news, "notices": notices}

    def test_the_columns_of_the_language_s_own_tree(self, columns, sitewide_on, reading):
        reading("en")
        assert sitewide_on("lichuan.localhost", "/en/news/story/").menu == [
            {"label": "News", "url": "/en/news/", "active": True}
        ]

    def test_the_editors_list_leads_to_translations_and_drops_what_has_none(
        self, family, columns, sitewide_on, reading
    ):
        items = [
            {"label": "新闻", "page": columns["news"].pk, "address": ""},
            {"label": "公告", "page": columns["notices"].pk, "address": ""},
            {"label": "后台", "page": None, "address": "https://www.gov.cn/"},
        ]
        SiteMenu.objects.create(site=family.lichuan, items=[{"type": "link", "value": item} for item in items])
        reading("en")
        assert [(item["label"], item["url"]) for item in sitewide_on("lichuan.localhost", "/en/").menu] == [
            ("News", "/en/news/"),
            ("后台", "https://www.gov.cn/"),
        ]
        reading("zh-hans")
        labels = [item["label"] for item in sitewide_on("lichuan.localhost").menu]
        assert labels == ["新闻", "公告", "后台"]

    def test_a_placeholder_is_in_no_menu(self, columns, sitewide_on, reading):
        for page in (columns["notices"], columns["notices"].get_children().get().specific):
            placeholder(page, "en")
        reading("en")
        assert [item["label"] for item in sitewide_on("lichuan.localhost", "/en/").menu] == ["News"]


class TestAddresses:
    def test_home_pages_of_the_family_in_the_reader_s_language_else_in_chinese(self, lichuan, sitewide_on, reading):
        reading("en")
        members = {member["site"].hostname: member for member in sitewide_on("lichuan.localhost").family}
        assert members["lichuan.localhost"]["url"] == "http://lichuan.localhost/en/"
        assert members["lichuan.localhost"]["hreflang"] == ""
        assert members["enshi.localhost"]["url"] == "http://enshi.localhost/"
        assert members["enshi.localhost"]["hreflang"] == "zh-Hans"
        assert sitewide_on("lichuan.localhost").parent["url"] == "http://localhost/en/"

    def test_home(self, lichuan, sitewide_on, reading):
        reading("en")
        assert sitewide_on("lichuan.localhost").home.pk == lichuan.pk
        assert sitewide_on("lichuan.localhost").home_url == "/en/"
        nowhere = sitewide_on("enshi.localhost")
        assert (nowhere.home, nowhere.home_url, nowhere.menu) == (None, "/", [])

    def test_links_at_the_foot_are_named_and_led_to_in_the_reader_s_language(
        self, family, lichuan, sitewide_on, reading
    ):
        home = family.lichuan.root_page.specific
        about, privacy = (
            StandardPageFactory(parent=home, title=title, slug=slug)
            for title, slug in [("关于", "about"), ("隐私", "privacy")]
        )
        translate(about, "en", title="About us", summary="")
        links = [("关于本站", about.pk), ("隐私与版权", privacy.pk), ("已删除", 4_000_000)]
        SiteFooter.objects.create(
            site=family.lichuan,
            links=[{"type": "link", "value": {"label": label, "page": pk, "address": ""}} for label, pk in links],
        )
        reading("en")
        assert sitewide_on("lichuan.localhost").footer_links == [
            {"label": "About us", "url": "http://lichuan.localhost/en/about/", "hreflang": ""},
            {"label": "隐私与版权", "url": "http://lichuan.localhost/privacy/", "hreflang": "zh-Hans"},
        ]
        reading("zh-hans")
        labels = [link["label"] for link in sitewide_on("lichuan.localhost").footer_links]
        assert labels == ["关于本站", "隐私与版权"]

    def test_an_alert_s_page(self, family, lichuan, sitewide_on, reading):
        AlertBanner.objects.create(site=family.lichuan, title="大雨", link_page=family.lichuan.root_page)
        reading("en")
        (alert,) = sitewide_on("lichuan.localhost").alerts
        assert (alert.place.title, alert.place.hreflang) == ("Lichuan City", "")


def test_another_language_costs_no_more(family, lichuan, sitewide_on, reading, django_assert_max_num_queries):
    reading("en")
    here = sitewide_on("lichuan.localhost")
    assert here.site
    Site.get_site_root_paths()
    with django_assert_max_num_queries(5):
        assert here.family and here.footer_links == [] and here.menu == [] and here.alerts == [] and here.languages
