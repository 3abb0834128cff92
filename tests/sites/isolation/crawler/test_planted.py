"""Would the crawler notice? Leaks of every class are put into the admin, and each has to be found."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import override_settings

from tests.sites.isolation.crawler import report
from tests.sites.isolation.crawler.fillings import Unfillable
from tests.sites.isolation.crawler.flows import post
from tests.sites.isolation.crawler.forms import forms_in
from tests.sites.isolation.crawler.looks import looks
from tests.sites.isolation.crawler.oracle import CHANGEABLE, INJECTABLE, VISIBLE, Finding, Flow, Request, Visitor
from tests.sites.isolation.crawler.posts import FormBook, form_data, posts
from tests.sites.isolation.crawler.routes import Route, find_routes
from tests.sites.isolation.crawler.world import COUNTY_PERSONAS, World

URLS = "tests.sites.isolation.crawler.planted_urls"
GUARD = "sites.isolation.guard.GuardMiddleware"
LOOKS = ["listing", "chooser", "queryset_filter", "export_csv", "export_xlsx", "message", "location"]
CHANGES = ["update", "update_by_form", "remove"]


@pytest.fixture
def planted_urls() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=URLS):
        yield


@pytest.fixture
def without_guard(planted_urls) -> Iterator[None]:
    """The last layer would refuse every one of them; here what lies below it is to be seen."""
    with override_settings(MIDDLEWARE=[name for name in settings.MIDDLEWARE if name != GUARD]):
        yield


@pytest.fixture
def found(record_property) -> Callable[[Visitor, list[Finding], str], None]:
    def check(visitor: Visitor, findings: list[Finding], kind: str) -> None:
        assert kind in {finding.kind for finding in findings}
        report.note(record_property, visitor.username, "planted leaks found", 1)

    return check


def route(name: str) -> Route:
    """As the crawler itself finds it: in the resolver."""
    return next(route for route in find_routes() if route.name == f"planted:{name}")


@pytest.mark.parametrize("name", LOOKS)
@pytest.mark.parametrize("persona", COUNTY_PERSONAS)
def test_a_leak_to_the_eye_is_found(without_guard, world, visit, found, persona, name):
    visitor = visit(persona)
    findings = [finding for request in looks(route(name), world) for finding in visitor.send(request)]
    found(visitor, findings, VISIBLE)


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("persona", COUNTY_PERSONAS)
def test_a_change_without_a_check_is_found(without_guard, world, visit, found, persona, name):
    visitor, book = visit(persona), FormBook()
    book.reader = visit("admin")
    findings = [finding for request in posts(route(name), world, book) for finding in visitor.send(request)]
    found(visitor, findings, CHANGEABLE)


def _reference(world: World) -> Request:
    return post(
        "/admin/planted/reference/", {"page": world.own.first("page"), "lead_image": world.badong.first("image")}
    )


def _draft_reference(world: World) -> Request:
    return post(
        "/admin/planted/draft-reference/", {"page": world.own.first("page"), "link": world.badong.first("page")}
    )


def _content_copy(world: World) -> Request:
    return post("/admin/planted/content-copy/", {"page": world.own.first("page"), "source": world.badong.first("page")})


@pytest.mark.parametrize("make", [_reference, _draft_reference, _content_copy])
@pytest.mark.parametrize("persona", COUNTY_PERSONAS)
def test_a_form_that_takes_others_things_is_found(without_guard, world, visit, found, persona, make):
    visitor = visit(persona)
    found(visitor, visitor.send(make(world)), INJECTABLE)


@pytest.mark.parametrize("persona", COUNTY_PERSONAS)
def test_a_leak_in_the_second_of_two_steps_is_found(without_guard, world, visit, found, persona):
    def steps() -> Flow:
        answer = yield post("/admin/planted/first-step/", {"site": world.badong.site.pk})
        yield post("/admin/planted/second-step/", form_data(forms_in(answer)[0]))

    visitor = visit(persona)
    found(visitor, visitor.play(steps), CHANGEABLE)


@pytest.mark.parametrize("persona", COUNTY_PERSONAS)
def test_a_leak_by_mail_is_found(without_guard, world, visit, found, persona):
    visitor = visit(persona)
    found(visitor, visitor.send(post("/admin/planted/mail/")), VISIBLE)


def test_an_address_with_an_unknown_parameter_stops_the_crawler(planted_urls, world):
    with pytest.raises(Unfillable, match="planted:unknown"):
        looks(route("unknown"), world)


@pytest.mark.parametrize("name", ["listing", "chooser", "update", "unknown"])
@pytest.mark.parametrize("persona", COUNTY_PERSONAS)
def test_the_guard_alone_refuses_every_address_that_it_does_not_know(planted_urls, world, visit, persona, name):
    visitor, values = visit(persona), {"image_id": 1, "page_id": world.own.first("page"), "thing": 1}
    for method in ("GET", "POST"):
        answer = visitor.look(Request("", route(name).path(values), method))
        assert answer.status_code == 404
