"""What templates get from `sitewide`."""

import pytest
from django.test import RequestFactory
from wagtail.models import Site

from cms.sitewide.banners import banners
from cms.sitewide.context_processors import sitewide
from cms.sitewide.models import AlertBanner, SiteFooter, SiteIdentity, SiteMenu
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory, StandardPageFactory

ALL_PARTS = [
    "site",
    "identity",
    "footer",
    "footer_links",
    "menu",
    "alerts",
    "family",
    "home",
    "languages",
    "alternates",
    "parent",
    "theme",
]


class TestInheritance:
    def test_empty_values_come_from_above_and_full_ones_stay(self, family, sitewide_on):
        SiteFooter.objects.create(site=family.prefecture, organiser="州政府办公室", phone="0718-8XXXXXX")
        SiteFooter.objects.create(site=family.lichuan, organiser="市政府办公室")
        footer = sitewide_on("lichuan.localhost").footer
        assert footer.organiser == "市政府办公室"
        assert footer.phone == "0718-8XXXXXX"
        assert SiteFooter.objects.get(site=family.lichuan).phone == ""

    def test_nothing_comes_from_the_side_or_from_below(self, family, sitewide_on):
        SiteFooter.objects.create(site=family.lichuan, phone="0718-8XXXXXX")
        assert sitewide_on("enshi.localhost").footer.phone == ""
        assert sitewide_on("localhost").footer.phone == ""

    def test_lists_are_taken_over_as_a_whole(self, family, sitewide_on):
        link = {"label": "关于", "page": None, "address": "https://www.gov.cn/"}
        SiteFooter.objects.create(site=family.prefecture, links=[("link", link)])
        SiteFooter.objects.create(site=family.enshi, links=[("link", {**link, "label": "隐私"})])
        labels = {
            host: [child.value["label"] for child in sitewide_on(host).footer.links]
            for host in ["lichuan.localhost", "enshi.localhost"]
        }
        assert labels == {"lichuan.localhost": ["关于"], "enshi.localhost": ["隐私"]}

    def test_the_theme_and_the_brand_are_inherited_but_names_and_codes_are_not(self, family, sitewide_on, settings):
        settings.THEMES = ["enshi-zhou"]
        SiteIdentity.objects.create(
            site=family.prefecture, brand_name="云上", full_name="恩施州", division_code="422800", theme="enshi-zhou"
        )
        here = sitewide_on("lichuan.localhost")
        assert here.theme == "enshi-zhou"
        assert here.identity.brand_name == "云上"
        assert here.identity.full_name == here.identity.short_name == "利川市"
        assert here.identity.division_code == ""

    def test_a_theme_that_was_removed_is_no_theme(self, family, sitewide_on, settings):
        SiteIdentity.objects.create(site=family.lichuan, theme="lichuan")
        settings.THEMES = []
        assert sitewide_on("lichuan.localhost").theme == ""


class TestFamily:
    def test_every_site_in_the_order_of_the_tree(self, family, sitewide_on):
        members = sitewide_on("lichuan.localhost").family
        assert [member["site"] for member in members] == list(family)
        assert [member["current"] for member in members] == [False, True, False]
        assert members[1]["url"] == "http://lichuan.localhost/"

    def test_parent_and_home(self, family, sitewide_on):
        here = sitewide_on("enshi.localhost")
        assert here.parent["site"] == family.prefecture
        assert here.home.pk == family.enshi.root_page.pk
        assert sitewide_on("localhost").parent is None


class TestMenu:
    @pytest.fixture
    def news(self, family):
        column = NewsIndexPageFactory(parent=family.lichuan.root_page.specific, title="要闻", slug="news")
        NewsPageFactory(parent=column, slug="story")
        return column

    def test_live_columns_marked_for_menus(self, family, news, sitewide_on):
        home = family.lichuan.root_page.specific
        NewsIndexPageFactory(parent=home, title="空栏目", slug="empty")
        drafts = NewsIndexPageFactory(parent=home, title="只有草稿", slug="drafts")
        NewsPageFactory(parent=drafts, slug="draft", live=False)
        NewsIndexPageFactory(parent=home, title="不进菜单", slug="hidden", show_in_menus=False)
        StandardPageFactory(parent=home, title="关于", slug="about", show_in_menus=True)
        menu = sitewide_on("lichuan.localhost", "/news/story/").menu
        assert menu == [
            {"label": "要闻", "url": "/news/", "active": True},
            {"label": "关于", "url": "/about/", "active": False},
        ]

    def test_the_homes_of_sites_below_are_no_columns(self, family, sitewide_on):
        for site in [family.lichuan, family.enshi]:
            site.root_page.show_in_menus = True
            site.root_page.save()
        assert sitewide_on("localhost").menu == []

    def test_the_editors_own_list_and_what_is_hidden_in_it(self, family, news, sitewide_on):
        empty = NewsIndexPageFactory(parent=family.lichuan.root_page.specific, slug="empty")
        items = [
            {"label": "新闻", "page": news.pk, "address": ""},
            {"label": "空", "page": empty.pk, "address": ""},
            {"label": "已删除", "page": 4_000_000, "address": ""},
            {"label": "上级网站", "page": None, "address": "https://www.gov.cn/"},
        ]
        SiteMenu.objects.create(site=family.lichuan, items=[{"type": "link", "value": item} for item in items])
        assert sitewide_on("lichuan.localhost").menu == [
            {"label": "新闻", "url": "/news/", "active": False},
            {"label": "上级网站", "url": "https://www.gov.cn/", "active": False},
        ]

    def test_a_page_of_another_site_keeps_that_site_s_address(self, family, news, sitewide_on):
        value = {"label": "利川要闻", "page": news.pk, "address": ""}
        SiteMenu.objects.create(site=family.prefecture, items=[{"type": "link", "value": value}])
        assert sitewide_on("localhost").menu[0]["url"] == "http://lichuan.localhost/news/"


class TestWithoutASite:
    def test_every_part_is_empty_and_none_fails(self, family, rf):
        Site.objects.all().delete()
        nowhere = sitewide(rf.get("/"))["sitewide"]
        assert not any(bool(getattr(nowhere, part)) for part in ALL_PARTS if part not in ("identity", "footer"))
        assert nowhere.identity.brand_name
        assert nowhere.footer.phone == ""


def test_a_request_gets_one_and_the_same_object(rf):
    request = rf.get("/")
    assert sitewide(request)["sitewide"] is sitewide(request)["sitewide"]


def test_nothing_is_asked_before_a_template_asks(family, django_assert_num_queries, rf):
    with django_assert_num_queries(0):
        sitewide(rf.get("/"))


def test_all_parts_together_take_at_most_four_queries(family, django_assert_max_num_queries):
    home = family.lichuan.root_page.specific
    column = NewsIndexPageFactory(parent=home, slug="news")
    page = NewsPageFactory(parent=column, slug="story")
    link = [{"type": "link", "value": {"label": "要闻", "page": column.pk, "address": ""}}]
    SiteMenu.objects.create(site=family.lichuan, items=link)
    for site in family:
        SiteFooter.objects.create(site=site, phone="0718-8XXXXXX", links=link)
        SiteIdentity.objects.create(site=site, full_name=site.site_name)
    AlertBanner.objects.create(site=family.prefecture, title="大雨", link_page=page, include_nested=True)
    home.get_url()  # Wagtail's own cache of root paths is warm on every request but the first.
    request = RequestFactory().get("/", SERVER_NAME="lichuan.localhost")
    Site.find_for_request(request)
    banners(family.lichuan, list(family))  # Sources of banners remember for a while what is in force.
    with django_assert_max_num_queries(4):
        here = sitewide(request)["sitewide"]
        for part in ALL_PARTS:
            getattr(here, part)
        assert [found["url"] for found in here.footer_links] == ["http://lichuan.localhost/news/"]
        assert here.alerts[0].place.title
