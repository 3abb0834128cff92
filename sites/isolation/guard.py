"""The last layer: refuses what the views let through, and every address that nobody has looked at yet."""

import json
from collections.abc import Callable, Iterable, Iterator

from django.apps import apps
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.defaults import page_not_found
from wagtail.models import Page

from cms.api.tokens import authenticate
from sites.isolation import routes
from sites.isolation.owners import visible
from sites.isolation.person import at_work
from sites.isolation.scope import scope_of

Number = tuple[type[Model] | None, str]


class GuardMiddleware:
    """Answers 404 to a county when a request to the admin or the API names what belongs to another site.

    Looks at every number in the address, the query and the form, finds the object and whose it is. A number that
    nobody has named, and an address that `routes.KNOWN` does not hold, are refused too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with at_work(request.user):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        namespace = request.resolver_match.namespace
        if namespace in routes.PUBLIC:
            return None  # without a look at the session, so that caches need not tell cookies apart
        if namespace == routes.BY_BEARER:
            authenticate(request)  # from here on the request is that of its token's user, not of a session's
        if not request.path.startswith(("/admin/", "/api/")) or not request.user.is_authenticated:
            return None
        if scope_of(request.user).unrestricted or is_permitted(request):
            return None
        if request.path.startswith("/api/"):
            return JsonResponse({"message": "not found"}, status=404)
        return page_not_found(request, None, template_name="wagtailadmin/404.html")


def is_permitted(request: HttpRequest) -> bool:
    match = request.resolver_match
    namespace, name = match.namespace, match.url_name or match.route
    if not routes.is_known(namespace, name):
        return False
    return all(_is_seen(request, model, number) for model, number in _numbers(request, namespace))


def _is_seen(request: HttpRequest, model: type[Model] | None, number: str) -> bool:
    if model is None:
        return False
    try:
        found = visible(model, request.user).filter(pk=number)
        # The root of the tree holds nothing but trees: the explorer lists one's own there.
        return found.exists() or (model is Page and Page.objects.filter(pk=number, depth=1).exists())
    except (ValueError, OverflowError):
        return False


def _numbers(request: HttpRequest, namespace: str) -> Iterator[Number]:
    yield from _in_address(namespace, request.resolver_match.kwargs)
    model = _model_of_listing(request, namespace)
    for name, values in request.GET.lists():
        yield from _in_query(name, values, model)
    for name, values in _form(request):
        if name in routes.FORM:
            yield from ((routes.FORM[name], value) for value in values if value)


def _in_address(namespace: str, kwargs: dict[str, object]) -> Iterator[Number]:
    for name, value in kwargs.items():
        if name == "object_id":
            yield _model_named(kwargs), str(value)
        elif name not in routes.PLAIN_PARAMETERS and value not in routes.WORDS.get(name, ()):
            yield routes.model_of(namespace, name), str(value)


def _in_query(name: str, values: list[str], listed: type[Model] | None) -> Iterator[Number]:
    if name in routes.PLAIN_QUERY:
        return
    model = listed if name in ("id", "childOf") else routes.QUERY.get(name)
    if name == "childOf" and listed is not None and not issubclass(listed, Page):
        model = routes.QUERY["collection"]
    yield from ((model, value) for value in values if _is_number(value))


def _is_number(value: str) -> bool:
    """As lenient as the views behind: Django takes “ 5”, “5_0” and full-width digits for numbers too."""
    try:
        int(value)
    except ValueError:
        return False
    return True


def _model_of_listing(request: HttpRequest, namespace: str) -> type[Model] | None:
    """What `id` in a query names: the things ticked in a listing, or chosen in a chooser."""
    match = request.resolver_match
    if match.url_name == "wagtail_bulk_action":
        return _model_named(match.kwargs)
    if match.url_name == "wagtailadmin_choose_page_chosen_multiple":
        return Page
    return routes.model_of(namespace, "pk")


def _model_named(kwargs: dict[str, object]) -> type[Model] | None:
    try:
        return apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except LookupError:
        return None


def _form(request: HttpRequest) -> Iterable[tuple[str, list[str]]]:
    # The API reads JSON whatever the request calls it, and cannot read a form that has been taken apart here.
    if request.content_type != "application/json" and not request.path.startswith("/api/"):
        return request.POST.lists()
    try:
        body = json.loads(request.body or b"{}")
    except ValueError:
        return []
    return [(name, [str(value)]) for name, value in body.items()] if isinstance(body, dict) else []
