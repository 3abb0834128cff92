"""Requests that change: to every route with others' keys, empty and with the form that a superuser is shown there."""

from collections.abc import Iterator

from django.http import QueryDict

from tests.sites.isolation.crawler.fillings import fill, fill_mixed
from tests.sites.isolation.crawler.forms import Form, forms_in
from tests.sites.isolation.crawler.looks import SKIPPED, surface_of
from tests.sites.isolation.crawler.oracle import Request, Visitor
from tests.sites.isolation.crawler.routes import Route
from tests.sites.isolation.crawler.world import World

JSON = "application/json"


class FormBook:
    """The forms at each address, asked for once as the superuser, who sees all of them."""

    def __init__(self) -> None:
        self.reader: Visitor | None = None
        self._forms: dict[str, list[Form]] = {}

    def at(self, path: str) -> list[Form]:
        if path not in self._forms:
            self._forms[path] = forms_in(self.reader.look(Request("", path)))
        return self._forms[path]


def posts(route: Route, world: World, book: FormBook) -> Iterator[Request]:
    if route.name in SKIPPED:
        return
    for place in world.others:
        for number, values in enumerate(fill(route, world, place)):
            path, surface = route.path(values), surface_of(route, values)
            if "action" in values:
                path = f"{path}?" + "&".join(f"id={key}" for key in place.ids.get(str(values["model_name"]), [0]))
            yield Request(surface, path, "POST", data={})
            for form in book.at(path) if number == 0 and route.parameters else []:
                yield Request(surface, _address(form, path), "POST", data=form_data(form))
            if "/api/" in path:
                for method in ("PUT", "PATCH", "DELETE"):
                    yield Request(surface, path, method, data={}, content_type=JSON)
        if route.parameters:
            yield from (
                Request(surface_of(route, values), route.path(values), "POST", data={})
                for values in fill_mixed(route, world, place)
            )


def form_data(form: Form, **changed: object) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in {**form.data, **{name: [str(value)] for name, value in changed.items()}}.items():
        data.setlist(name, values)
    data.pop("csrfmiddlewaretoken", None)
    return data


def _address(form: Form, path: str) -> str:
    return form.action if form.action.startswith("/") else path
