"""Requests that look: every route with others' keys, and with the questions that its address can carry."""

from collections.abc import Iterator

from tests.sites.isolation.crawler.fillings import Values, fill, fill_home, fill_mixed, is_first_word
from tests.sites.isolation.crawler.oracle import Request
from tests.sites.isolation.crawler.routes import Route
from tests.sites.isolation.crawler.world import Place, World

# Ends the session, or is a file of the program's own.
SKIPPED = {"wagtailadmin_logout", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}
Query = tuple[tuple[str, object], ...]


def looks(route: Route, world: World) -> list[Request]:
    """Without those that ask the same twice."""
    if route.name in SKIPPED:
        return []
    return list({(request.path, request.query): request for request in _looks(route, world)}.values())


def surface_of(route: Route, values: Values) -> str:
    words = [str(value) for value in values.values() if isinstance(value, str)]
    return " ".join([route.name.strip(":") or route.template, *words])


def _looks(route: Route, world: World) -> Iterator[Request]:
    for place in world.others:
        for values in (*fill(route, world, place), *fill_mixed(route, world, place)):
            surface, path = surface_of(route, values), route.path(values)
            yield Request(surface, path)
            queries: list[Query] = []
            if "action" in values:
                queries = _bulk(world, place, values)
            elif not route.parameters or (_is_by_model(route) and is_first_word(route, values)):
                queries = [*_questions(place, everything=place is world.badong), *_numbers(path, place)]
            yield from (Request(surface, path, query=query) for query in queries)
    if route.parameters:
        for values in fill_home(route, world):
            surface, path = surface_of(route, values), route.path(values)
            yield Request(surface, path)
            if not _is_by_model(route):
                yield Request(surface, path, query=_about_own(world.badong))


def _is_by_model(route: Route) -> bool:
    return all(name.endswith(("label", "_name")) for name in route.parameters)


def _questions(place: Place, everything: bool) -> Iterator[Query]:
    """Questions that different views understand stand together; those that exclude one another do not."""
    page, user = place.first("page"), place.user("editor").pk
    people = ("owner", "edited_by", "user", "uploaded_by_user", "requested_by", "locked_by")
    yield (*((name, f"ZZ{place.letter}") for name in ("q", "search", "term")), ("p", 1))
    yield (("collection_id", place.collection.pk), ("site", place.site.pk), ("root_page", place.home.pk))
    yield (("id", page), ("ids", page), ("parent", page), ("child_of", place.home.pk), ("next", "/admin/"))
    if everything:
        yield (("export", "csv"),)
        yield (("export", "xlsx"), ("p", 1))
        yield tuple((name, user) for name in people)
        yield (("descendant_of", place.home.pk), ("fields", "*"), ("locale", "en"), ("page_type", "wagtailcore.page"))


def _numbers(path: str, place: Place) -> Iterator[Query]:
    """Keys of the kind that the address is about, for those that answer several at once, and tags."""
    for kind in ("image", "document", "media", "alertbanner", "bestbet", "user", "collection"):
        if kind in path:
            yield tuple(("id", key) for key in place.ids[kind])
    if any(kind in path for kind in ("image", "document", "media")):
        yield tuple((name, place.first("tag")) for name in ("tag", "tags"))


def _about_own(place: Place) -> Query:
    return (
        *(("q", f"ZZ{place.letter}"), ("p", 1), ("locale", "en"), ("export", "csv")),
        *(("site", place.site.pk), ("parent", place.first("page")), ("next", "/admin/")),
    )


def _bulk(world: World, place: Place, values: Values) -> Iterator[Query]:
    """The actions of one model choose their objects in the same way, so one of them is asked for more."""
    model = str(values["model_name"])
    others, own = place.ids.get(model, []), world.own.ids.get(model, [])
    yield tuple(("id", key) for key in [*own[:1], *others])
    if values["action"] == "delete":
        yield (("id", "all"), ("childOf", place.home.pk))
        yield (("id", "all"), ("q", f"ZZ{place.letter}"))
        yield (("id", "all"), ("collection_id", place.collection.pk))
        yield (("id", "all"),)
