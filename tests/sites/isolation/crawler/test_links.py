"""Whoever follows the links of the admin meets nothing of others."""

import pytest

from tests.sites.isolation.crawler.links import crawl
from tests.sites.isolation.crawler.world import COUNTY_PERSONAS


@pytest.mark.parametrize("persona", COUNTY_PERSONAS)
def test_no_link_leads_a_county_to_others(world, visit, nothing_found, persona):
    visitor = visit(persona)
    findings = crawl(visitor, limit=150)
    assert visitor.requests >= 120
    nothing_found(visitor, findings)
