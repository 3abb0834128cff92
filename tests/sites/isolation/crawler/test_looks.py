"""No address of the admin or the API shows a county what is another site's."""

from collections import defaultdict

import pytest

from tests.sites.isolation.crawler import report
from tests.sites.isolation.crawler.looks import looks
from tests.sites.isolation.crawler.routes import Route, find_routes
from tests.sites.isolation.crawler.world import COUNTY_PERSONAS

AREAS: dict[str, list[Route]] = defaultdict(list)
for _route in find_routes():
    AREAS[_route.area].append(_route)


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("persona", COUNTY_PERSONAS)
def test_a_county_sees_nothing_of_others(world, visit, nothing_found, record_property, persona, area):
    visitor = visit(persona)
    findings = [
        finding for route in AREAS[area] for request in looks(route, world) for finding in visitor.send(request)
    ]
    report.note(record_property, persona, "routes", len(AREAS[area]))
    nothing_found(visitor, findings)
