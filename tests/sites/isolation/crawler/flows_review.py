"""Flows on decisions about what waits for review."""

import re

from django.http import HttpResponse

from tests.sites.isolation.crawler.flows import flow, post, single, url
from tests.sites.isolation.crawler.oracle import Flow, Request
from tests.sites.isolation.crawler.world import Place, World

RETURN = {"decision": "return", "comment": "再改改"}

for _name in ("approve", "reject"):

    def _decide(world: World, place: Place, name: str = _name) -> Request:
        address = url("wagtailadmin_pages:workflow_action", place.first("page"), name, place.first("taskstate"))
        return post(address, {"comment": "好"})

    def _decide_by_own(world: World, place: Place, name: str = _name) -> Request:
        """The page is one's own, the step of the workflow is another's."""
        address = url("wagtailadmin_pages:workflow_action", world.own.first("page"), name, place.first("taskstate"))
        return post(address, {"comment": "好"})

    single(f"{_name}_a_page", _decide)
    single(f"{_name}_by_way_of_an_own_page", _decide_by_own)


@flow
def return_a_page_on_the_screen(world: World, place: Place) -> Flow:
    address = url("review_page", place.first("page"))
    screen = yield Request("", address)
    yield post(address, {**_seen(screen), "task_state": place.first("taskstate"), **RETURN})


@flow
def return_by_way_of_an_own_page_on_the_screen(world: World, place: Place) -> Flow:
    address = url("review_page", world.own.first("page"))
    screen = yield Request("", address)
    yield post(address, {**_seen(screen), "task_state": place.first("taskstate"), **RETURN})


def _seen(screen: HttpResponse) -> dict[str, str]:
    """What the screen says that its reader has looked at."""
    return dict(re.findall(r'type="hidden" name="(task_state|content)" value="([^"]*)"', screen.content.decode()))
