"""Positions: stored as WGS-84, converted only where a map service wants something else."""

from math import asin, cos, pi, radians, sin, sqrt
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

# Krasovsky ellipsoid and first eccentricity squared, as GCJ-02 uses them.
SEMI_MAJOR_AXIS = 6378245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323
EARTH_RADIUS_KM = 6371.0088


def to_gcj02(lat: float, lon: float) -> tuple[float, float]:
    """WGS-84 -> GCJ-02, the shifted grid of Chinese map services (about 550 m in Enshi).

    Positions far outside China come back unchanged, because GCJ-02 is not defined there.
    """
    if not (0.8293 <= lat <= 55.8271 and 72.004 <= lon <= 137.8347):
        return lat, lon
    north, east = _shift(lat - 35.0, lon - 105.0)
    phi = radians(lat)
    curvature = 1 - ECCENTRICITY_SQUARED * sin(phi) ** 2
    metres_per_radian_north = SEMI_MAJOR_AXIS * (1 - ECCENTRICITY_SQUARED) / curvature**1.5
    metres_per_radian_east = SEMI_MAJOR_AXIS / sqrt(curvature) * cos(phi)
    return (
        lat + north * 180 / (metres_per_radian_north * pi),
        lon + east * 180 / (metres_per_radian_east * pi),
    )


def _shift(y: float, x: float) -> tuple[float, float]:
    """Shift in metres north and east at `y` degrees north of 35 N and `x` degrees east of 105 E."""
    waves = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    return north, east


def map_links(name: str, lat: float, lon: float) -> list[tuple[str, str]]:
    """(label, address) pairs that show a WGS-84 position in the map services people here use.

    All three services are told or expect GCJ-02; `geo:` (RFC 5870) is WGS-84 and opens the phone's own map app.
    """
    lat, lon = float(lat), float(lon)
    gcj_lat, gcj_lon = (f"{value:.6f}" for value in to_gcj02(lat, lon))
    amap = urlencode({"position": f"{gcj_lon},{gcj_lat}", "name": name, "coordinate": "gaode", "callnative": 0})
    tencent = urlencode(
        {"marker": f"coord:{gcj_lat},{gcj_lon};title:{_marker_text(name)};addr:{_marker_text(name)}", "coord_type": 2}
    )
    baidu = urlencode(
        {"location": f"{gcj_lat},{gcj_lon}", "title": name, "content": name, "coord_type": "gcj02", "output": "html"}
    )
    position = f"{lat:.6f},{lon:.6f}"
    return [
        (_("Amap"), f"https://uri.amap.com/marker?{amap}"),
        (_("Tencent Maps"), f"https://apis.map.qq.com/uri/v1/marker?{tencent}"),
        (_("Baidu Maps"), f"https://api.map.baidu.com/marker?{baidu}"),
        (_("Map app on this device"), f"geo:{position}?q={position}({quote(name, safe='')})"),
    ]


def _marker_text(name: str) -> str:
    """Tencent separates a marker's parts with `;` and `:`, and markers with `|`."""
    return name.translate(str.maketrans(";:|", "   "))


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance between two WGS-84 positions."""
    phi, other_phi = radians(float(lat)), radians(float(other_lat))
    half_lat = (other_phi - phi) / 2
    half_lon = radians(float(other_lon) - float(lon)) / 2
    chord = sin(half_lat) ** 2 + cos(phi) * cos(other_phi) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, chord)))
