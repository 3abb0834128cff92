"""No request of a county changes what is another site's, and none takes hold of it."""

import pytest

from tests.sites.isolation.crawler import flows_pages, flows_review, flows_things  # noqa: F401 - they register flows
from tests.sites.isolation.crawler.flows import FLOWS, REFUSED_TO_ALL
from tests.sites.isolation.crawler.oracle import CHANGEABLE, INJECTABLE
from tests.sites.isolation.crawler.posts import posts
from tests.sites.isolation.crawler.test_looks import AREAS
from tests.sites.isolation.crawler.world import COUNTY_PERSONAS


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("persona", COUNTY_PERSONAS)
def test_a_county_changes_nothing_of_others(world, visit, forms, nothing_found, persona, area):
    visitor = visit(persona)
    findings = [
        finding for route in AREAS[area] for request in posts(route, world, forms) for finding in visitor.send(request)
    ]
    nothing_found(visitor, findings)


@pytest.mark.parametrize("name", FLOWS)
@pytest.mark.parametrize("persona", COUNTY_PERSONAS)
def test_no_way_around_changes_anything_of_others(world, visit, nothing_found, persona, name):
    visitor = visit(persona)
    findings = [
        finding._replace(surface=name)
        for place in world.others
        for finding in visitor.play(lambda place=place: FLOWS[name](world, place))
    ]
    nothing_found(visitor, findings)


@pytest.mark.parametrize("name", [name for name in FLOWS if name not in REFUSED_TO_ALL])
def test_the_same_way_works_for_a_superuser(world, visit, name):
    """A request that changes nothing in anybody's hands would prove nothing."""
    found = {finding.kind for finding in visit("admin").play(lambda: FLOWS[name](world, world.badong))}
    assert found & {CHANGEABLE, INJECTABLE}


def test_the_forms_on_the_pages_work_for_a_superuser(world, visit, forms):
    """The same for the forms read from the admin that carry fields: half of the 44 change something as they are."""
    superuser = visit("admin")
    routes = [route for area in AREAS.values() for route in area]
    tried = {request.surface: request for route in routes for request in posts(route, world, forms) if request.data}
    kinds = {surface: {finding.kind for finding in superuser.send(request)} for surface, request in tried.items()}
    assert sum(CHANGEABLE in found for found in kinds.values()) >= 20
