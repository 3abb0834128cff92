"""Everything a county needs still works, with the isolation in between."""

import pytest

from tests.sites.isolation.crawler import report
from tests.sites.isolation.crawler.controls import CONTROLS
from tests.sites.isolation.crawler.world import COUNTY_PERSONAS


@pytest.mark.parametrize(
    ("persona", "name"),
    [(persona, name) for persona in COUNTY_PERSONAS for name, (_run, who) in CONTROLS.items() if persona in who],
)
def test_a_county_does_its_own_work(world, visit, record_property, persona, name):
    run, _personas = CONTROLS[name]
    assert run(visit(persona).client, world)
    report.note(record_property, persona, "controls passed", 1)
