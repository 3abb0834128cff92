"""The guard refuses what belongs to another site, and whatever nobody has looked at yet."""

import json
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, path
from wagtail.models import Collection, Page, Site

from cms.pages.news.models import NewsIndexPage
from sites.isolation import routes
from sites.urls import urlpatterns as our_patterns
from tests.factories.tokens import bearer, make_token


def client_of(name: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(get_user_model().objects.get(username=name))
    return client


def column(slug: str) -> NewsIndexPage:
    home = Site.objects.get(hostname=f"{slug}.localhost").root_page
    return NewsIndexPage.objects.child_of(home).get(slug="news")


def walk(patterns, prefix: str = "", namespace: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = ":".join(part for part in (namespace, pattern.namespace) if part)
            yield from walk(pattern.url_patterns, route, inner)
        else:
            yield namespace, route, pattern


def internal_addresses() -> list[tuple[str, str, URLPattern]]:
    return [each for each in walk(get_resolver().url_patterns) if each[1].startswith(("admin/", "api/"))]


def test_somebody_has_looked_at_every_address_of_the_admin_and_the_api():
    forgotten = {
        f"{namespace}:{pattern.name or route}"
        for namespace, route, pattern in internal_addresses()
        if not routes.is_known(namespace, pattern.name or route)
        and not routes.is_listed(routes.CLOSED, namespace, pattern.name or route)
    }
    assert not forgotten, "Add these to sites/isolation/routes.py: to KNOWN if their view is scoped, else to CLOSED."


def test_no_address_is_both_open_and_closed_or_gone():
    present = {(namespace, pattern.name or route) for namespace, route, pattern in internal_addresses()}
    for table in (routes.KNOWN, routes.CLOSED):
        for namespace, names in table.items():
            if namespace.endswith("_*") or names == "*":
                continue
            assert {(namespace, name) for name in names.split()} <= present
    assert not [one for one in present if routes.is_known(*one) and routes.is_listed(routes.CLOSED, *one)]


def test_every_number_in_an_open_address_has_a_model():
    nameless = {
        f"{route} {parameter}"
        for namespace, route, pattern in internal_addresses()
        if namespace not in routes.PUBLIC and routes.is_known(namespace, pattern.name or route)
        for parameter in pattern.pattern.regex.groupindex
        if parameter not in routes.PLAIN_PARAMETERS | {"object_id"} and routes.model_of(namespace, parameter) is None
    }
    assert not nameless


def everybodys_pages(request: HttpRequest, **kwargs) -> HttpResponse:
    return HttpResponse(", ".join(Page.objects.values_list("title", flat=True)))


class WithNewRoutes:
    """What an update or a plugin may add."""

    urlpatterns = [
        path("admin/a-new-report/", everybodys_pages),
        path("admin/a-new-plugin/<int:thing_id>/", everybodys_pages, name="a_new_plugin"),
        path("api/v9/pages/", everybodys_pages),
        path("admin/languages/english/", everybodys_pages, name="english_report"),
        *our_patterns,
    ]


@pytest.mark.parametrize("address", ["/admin/a-new-report/", "/admin/a-new-plugin/1/", "/api/v9/pages/"])
def test_a_new_address_is_closed_to_counties_until_somebody_has_looked_at_it(nine_sites, address):
    with override_settings(ROOT_URLCONF=WithNewRoutes):
        assert client_of("prefecture-editor").get(address).status_code == 200
        for role in ("editor", "reviewer", "admin"):
            assert client_of(f"lichuan-{role}").get(address).status_code == 404


QUERIES = {
    "a filter": "/admin/images/?collection_id={collection}",
    "a filter in another spelling": "/admin/images/?collection_id=%20{collection}",
    "a chooser": "/admin/choose-page/search/?q=x&parent_page_id={page}",
    "things ticked in a listing": "/admin/bulk/wagtailcore/page/publish/?id={page}",
    "one's own and another's": "/admin/bulk/wagtailcore/page/publish/?id={own}&id={page}",
    "all below a page": "/admin/bulk/wagtailcore/page/publish/?id=all&childOf={page}",
    "things chosen": "/admin/choose-page/chosen-multiple/?id={page}",
    "the interface of the admin": "/admin/api/main/pages/?child_of={page}",
    "a number that nobody has named": "/admin/images/?something={page}",
}


@pytest.mark.parametrize("address", QUERIES.values(), ids=QUERIES.keys())
def test_a_query_that_names_what_is_another_countys_is_refused(nine_sites, address):
    collection = Collection.objects.get(name="巴东").pk
    address = address.format(page=column("badong").pk, own=column("lichuan").pk, collection=collection)
    assert client_of("lichuan-admin").get(address).status_code == 404
    assert client_of("admin").get(address).status_code in (200, 302)


def test_a_form_and_json_that_name_what_is_another_countys_are_refused(nine_sites):
    client = client_of("lichuan-reviewer")
    own, other = column("lichuan"), column("badong")
    copy = f"/admin/pages/{own.pk}/copy/"
    form = {"new_title": "x", "new_slug": "x", "new_parent_page": other.pk}
    assert client.post(copy, form).status_code == 404
    move = f"/admin/api/main/pages/{own.get_children().first().pk}/action/move/"
    body = {"destination_page_id": other.pk}
    assert client.post(move, body, content_type="application/json").status_code == 404


@pytest.fixture
def token(nine_sites) -> dict[str, str]:
    site = Site.objects.get(hostname="lichuan.localhost")
    return bearer(make_token(get_user_model().objects.get(username="lichuan-reviewer"), site)[1])


def test_the_api_answers_400_to_a_form(token):
    answer = Client(SERVER_NAME="localhost").post("/api/v3/pages/", {"title": "x"}, headers=token)
    assert answer.status_code == 400


def test_json_that_names_what_is_another_countys_is_refused_whatever_the_request_calls_it(token):
    copy = f"/api/v3/pages/{column('lichuan').get_children().first().pk}/actions/copy/"
    body = {"destination_page_id": column("badong").pk}
    for kind in ("application/json", "text/plain", "application/x-www-form-urlencoded"):
        answer = Client(SERVER_NAME="localhost").post(copy, json.dumps(body), content_type=kind, headers=token)
        assert answer.json() == {"message": "not found"}


def test_the_admin_says_not_found_in_its_own_look_and_the_api_in_json(nine_sites):
    client = client_of("lichuan-editor")
    refused = client.get(f"/admin/pages/{column('badong').pk}/edit/")
    assert refused.status_code == 404
    assert "wagtailadmin/404.html" in [template.name for template in refused.templates]
    with override_settings(ROOT_URLCONF=WithNewRoutes):
        refused = client.get("/api/v9/pages/")
    assert refused.json() == {"message": "not found"}


def test_the_root_of_the_tree_may_be_opened_and_shows_ones_own_homes(nine_sites):
    root = Page.get_first_root_node()
    answer = client_of("lichuan-editor").get(f"/admin/pages/{root.pk}/")
    assert answer.status_code == 200
    titles = {page.title for page in answer.context["pages"]}
    assert "利川市" in titles and not titles & {"巴东县", "恩施土家族苗族自治州"}


def test_all_in_a_bulk_action_means_all_of_ones_own(nine_sites):
    answer = client_of("lichuan-reviewer").get("/admin/bulk/wagtailcore/page/publish/?id=all")
    named = {item["item"].pk for item in answer.context["items"]}
    named |= {item["item"].pk for item in answer.context["items_with_no_access"]}
    home = Site.objects.get(hostname="lichuan.localhost").root_page
    own = {page.pk for each in home.get_translations(inclusive=True) for page in each.get_descendants(inclusive=True)}
    assert named == own
