"""Positions are stored as WGS-84 and shifted only for the map services that want it."""

from urllib.parse import parse_qs, urlsplit

import pytest

from cms.blocks.geo import distance_km, map_links, to_gcj02

ENSHI = (30.2972, 109.4748)
LICHUAN = (30.2938, 108.9321)


def test_the_shift_agrees_with_published_reference_points():
    # Reference pairs of the algorithm as published (WGS-84 -> GCJ-02).
    assert to_gcj02(39.915, 116.404) == pytest.approx((39.91640428150164, 116.41024449916938), abs=1e-9)
    assert to_gcj02(*ENSHI) != ENSHI


def test_the_shift_at_enshi_is_about_550_metres():
    shifted = to_gcj02(*ENSHI)
    assert distance_km(*ENSHI, *shifted) == pytest.approx(0.549, abs=0.02)


def test_positions_outside_china_are_not_shifted():
    assert to_gcj02(51.5, -0.12) == (51.5, -0.12)


def test_map_services_get_gcj02_and_the_geo_link_wgs84():
    links = {urlsplit(url).hostname or urlsplit(url).scheme: url for _, url in map_links("腾龙洞", *LICHUAN)}
    lat, lon = (f"{value:.6f}" for value in to_gcj02(*LICHUAN))
    amap = parse_qs(urlsplit(links["uri.amap.com"]).query)
    assert amap["position"] == [f"{lon},{lat}"]
    assert amap["coordinate"] == ["gaode"]
    assert amap["name"] == ["腾龙洞"]
    assert f"coord:{lat},{lon};title:腾龙洞" in parse_qs(urlsplit(links["apis.map.qq.com"]).query)["marker"][0]
    assert parse_qs(urlsplit(links["api.map.baidu.com"]).query)["coord_type"] == ["gcj02"]
    assert links["geo"].startswith("geo:30.293800,108.932100?q=30.293800,108.932100(")


def test_a_name_cannot_smuggle_a_second_marker_into_the_address():
    for _, url in map_links("A;coord:1,1|B&x=1", *LICHUAN):
        assert "A;coord" not in url
        assert "|" not in url
        assert "x" not in parse_qs(urlsplit(url).query)


def test_all_addresses_are_ascii():
    assert all(url.isascii() and " " not in url for _, url in map_links("恩施 大峡谷", *ENSHI))


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [(ENSHI, ENSHI, 0), (ENSHI, LICHUAN, 52.1), ((0, 0), (0, 180), 20015.1), ((0, 0), (1, 0), 111.2)],
)
def test_distances(one, other, km):
    assert distance_km(*one, *other) == pytest.approx(km, abs=0.1)
