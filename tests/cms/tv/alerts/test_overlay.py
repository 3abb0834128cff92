"""Alerts on top of every page of the sites that they are for."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from cms.sitewide.models import AlertBanner
from cms.tv.alerts.issuing import all_clear
from cms.tv.alerts.overlay import banners


@pytest.fixture
def region():
    """The banners on a page: [(text, element)]."""

    def on(host: str, path: str = "/"):
        page = BeautifulSoup(Client(SERVER_NAME=host).get(path).content, "html.parser")
        assert len(page.select(".alerts")) <= 1
        return page.select(".alerts > .alert")

    return on


def test_on_the_prefecture_s_pages_and_on_those_of_its_counties(issued, region):
    issued(severity="Severe")
    for host in ("localhost", "lichuan.localhost", "enshi.localhost"):
        (banner,) = region(host)
        assert "暴雨黄色预警" in banner.text
        assert "请远离河道。" in banner.text
        assert banner["role"] == "alert"
        assert "alert--urgent" in banner["class"]


def test_a_county_s_alert_is_on_its_pages_alone(issued, places, region):
    issued(site=places.lichuan, severity="Minor")
    assert region("localhost") == region("enshi.localhost") == []
    (banner,) = region("lichuan.localhost")
    assert "role" not in banner.attrs


def test_one_region_holds_alerts_before_the_editors_own_banners(issued, places, region):
    AlertBanner.objects.create(site=places.lichuan, title="停车场检修", level="urgent")
    issued(site=places.lichuan, headline="利川红", severity="Extreme")
    issued(headline="全州蓝", severity="Minor")
    texts = [banner.strong.text for banner in region("lichuan.localhost")]
    assert texts == ["全州蓝", "利川红", "停车场检修"]


def test_a_drill_is_marked(issued, region):
    issued(status="Exercise")
    (banner,) = region("lichuan.localhost")
    assert "演练" in banner.select_one(".alert__drill").text
    assert "DRILL" in banner.select_one(".alert__drill").text


def test_it_goes_with_the_all_clear_and_with_the_clock(issued, officer, region, later):
    alert = issued()
    assert len(region("localhost")) == 1
    all_clear(alert, officer)
    assert region("localhost") == []
    issued()
    assert len(region("localhost")) == 1
    later(timedelta(hours=7))
    assert region("localhost") == []


@pytest.mark.parametrize(
    ("path", "headline"),
    [("/search/", "晨雾黄色"), ("/zh-hant/search/", "晨霧黃色"), ("/en/search/", "Morning fog")],
)
def test_in_the_language_of_the_address(issued, region, path, headline):
    issued(headline="晨雾黄色", headline_en="Morning fog")
    (banner,) = region("lichuan.localhost", path)
    assert banner.strong.text == headline


def test_in_chinese_where_nobody_wrote_english(issued, region):
    issued()
    (banner,) = region("localhost", "/en/search/")
    assert banner.strong["lang"] == "zh-Hans"


def test_a_page_that_is_read_again_asks_no_query_for_it(issued, places, django_assert_num_queries):
    issued()
    sites = list(places)
    [site.root_page for site in sites]
    banners(places.lichuan, sites)
    with django_assert_num_queries(0):
        assert len(banners(places.lichuan, sites)) == 1
