"""Where spots lie: on the schematic map, and near one another."""

from collections.abc import Iterable

from wagtail.models import Page

from cms.blocks.geo import distance_km
from cms.core.scope import live_public

# The schematic map draws in 0..1000 by 0..1213 units, inside a viewBox of 1040 by 1253.
MAP_WIDTH, MAP_HEIGHT = 1000, 1213
VIEW_WIDTH, VIEW_HEIGHT = 1040, 1253
# A tree's home page lies directly below Wagtail's root: two steps of the tree's path.
FAMILY_PATH_LENGTH = 2 * Page.steplen


def project(lat: float, lon: float) -> tuple[int, int]:
    """Position on the schematic map (components/schematic_map.html) of a WGS-84 position, in its units.

    One scale for both directions, fitted by least squares to the eight county seats and the places where the
    drawing writes the counties' names; a degree of longitude is cos(30.2°) of a degree of latitude. The names
    stand in the middle of the counties and not at their seats, so the fit is good to about 70 units; all eight
    seats and a dozen well-known spots fall into the right county. A position sketch, not a survey.
    """
    x = 548.25 + 463.73 * (float(lon) - 109.563925)
    y = 690.75 - 536.55 * (float(lat) - 30.160763)
    return round(min(max(x, 0), MAP_WIDTH)), round(min(max(y, 0), MAP_HEIGHT))


def map_points(spots: Iterable[Page]) -> list[dict]:
    """{page, name, x, y}; x and y in percent, of which SVG takes the viewBox's size but not its origin."""
    points = []
    for spot in spots:
        x, y = project(spot.latitude, spot.longitude)
        percent = {"x": round(100 * x / VIEW_WIDTH, 1), "y": round(100 * y / VIEW_HEIGHT, 1)}
        points.append({"page": spot, "name": spot.title, **percent})
    return points


def nearby(spot: Page, limit: int) -> list[dict]:
    """Nearest spots by distance as {page, km}: one query for positions, one for the pages, one for privacy."""
    if spot.latitude is None or spot.longitude is None:
        return []
    model = type(spot)
    family = live_public(model.objects.all()).filter(path__startswith=spot.path[:FAMILY_PATH_LENGTH])
    positions = family.exclude(pk=spot.pk).exclude(latitude=None).exclude(longitude=None)
    nearest = sorted(
        (distance_km(spot.latitude, spot.longitude, lat, lon), pk)
        for pk, lat, lon in positions.values_list("pk", "latitude", "longitude")
    )[:limit]
    pages = model.objects.select_related("lead_image").in_bulk([pk for _, pk in nearest])
    return [{"page": pages[pk], "km": round(km, 1)} for km, pk in nearest]
