"""Nothing of one's own can be saved with a reference to another site's thing."""

import pytest

from tests.sites.isolation.crawler import flows_pages, flows_review, flows_things  # noqa: F401 - they register flows
from tests.sites.isolation.crawler.flows import FLOWS
from tests.sites.isolation.crawler.injections import PART_OF, TRIED_ELSEWHERE, injection, points, reference_fields
from tests.sites.isolation.crawler.oracle import CHANGEABLE, INJECTABLE
from tests.sites.isolation.crawler.world import COUNTY_PERSONAS

POINTS = {str(point): point for point in points()}


@pytest.mark.parametrize("persona", COUNTY_PERSONAS)
def test_no_own_thing_refers_to_others(world, visit, nothing_found, persona):
    visitor = visit(persona)
    findings = [
        finding._replace(surface=name)
        for name, point in POINTS.items()
        for place in world.others
        for finding in visitor.send(injection(point, world, place))
    ]
    nothing_found(visitor, findings)


@pytest.mark.parametrize("name", POINTS)
def test_the_same_reference_is_saved_for_a_superuser(world, visit, name):
    """What nobody can save proves nothing about those who may not."""
    found = {finding.kind for finding in visit("admin").send(injection(POINTS[name], world, world.badong))}
    assert found & {INJECTABLE, CHANGEABLE}


def test_every_field_that_can_refer_to_something_is_tried():
    tried = {f"{point.model._meta.label}.{point.field}" for point in POINTS.values()} | set(TRIED_ELSEWHERE)
    assert [name for name in reference_fields() if name not in tried and name.rpartition(".")[2] not in PART_OF] == []
    assert set(TRIED_ELSEWHERE.values()) <= set(FLOWS)
