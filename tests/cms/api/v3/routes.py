"""Every operation of the interface, once: what it needs and what it answers to a program that may do everything.

`{story}` and the like stand for the numbers of pages: of the county for a program of the county, of the prefecture
when another site's are asked for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace


@dataclass(frozen=True)
class Route:
    method: str
    pattern: str
    path: str
    status: int = 200
    body: Callable[[SimpleNamespace], dict] | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.pattern}"

    @property
    def writes(self) -> bool:
        return self.method != "get" and self.status < 400

    @property
    def names_a_page(self) -> bool:
        return "{page_id}" in self.pattern or self.body is not None


WHY = {"reason": "error", "explanation": "地名写错了"}


def new_page(ids: SimpleNamespace) -> dict:
    meta = {"type": "news.NewsPage", "parent_id": ids.column}
    return {"title": "新稿", "source": "编辑部", "topics": [ids.topic], "meta": meta}


ROUTES = [
    Route("get", "/openapi.json", "/openapi.json"),
    Route("get", "/whoami/", "/whoami/"),
    Route("get", "/schema/", "/schema/"),
    Route("get", "/schema/{type_name}/", "/schema/news.NewsPage/"),
    Route("get", "/pages/", "/pages/"),
    Route("get", "/pages/find/", "/pages/find/?html_path=/news/mist/", 302),
    Route("get", "/pages/{page_id}/", "/pages/{story}/"),
    Route("get", "/pages/{page_id}/revisions/", "/pages/{draft}/revisions/"),
    Route("get", "/pages/{page_id}/revisions/{revision_id}/", "/pages/{draft}/revisions/{revision}/"),
    Route("post", "/pages/", "/pages/", 201, new_page),
    Route("patch", "/pages/{page_id}/", "/pages/{draft}/", 200, lambda ids: {"title": "新题"}),
    Route("delete", "/pages/{page_id}/", "/pages/{draft}/", 204),
    Route("post", "/pages/{page_id}/actions/submit/", "/pages/{draft}/actions/submit/"),
    Route("post", "/pages/{page_id}/actions/unpublish/", "/pages/{story}/actions/unpublish/", 200, lambda ids: WHY),
    Route("post", "/pages/{page_id}/actions/copy/", "/pages/{story}/actions/copy/", 201),
    Route(
        "post",
        "/pages/{page_id}/actions/move/",
        "/pages/{draft}/actions/move/",
        200,
        lambda ids: {"destination_id": ids.story, "position": "left"},
    ),
    Route(
        "post",
        "/pages/{page_id}/actions/revert/",
        "/pages/{draft}/actions/revert/",
        200,
        lambda ids: {"revision_id": ids.revision},
    ),
    Route("post", "/pages/{page_id}/actions/convert_alias/", "/pages/{alias}/actions/convert_alias/"),
]


def ids_of(world: SimpleNamespace, place: str) -> SimpleNamespace:
    """Numbers of one place's pages; the revision is the draft's first."""
    pages = {name: getattr(world, f"{place}_{name}") for name in ("column", "story", "draft", "alias")}
    revision = pages["draft"].revisions.order_by("pk").first().pk
    return SimpleNamespace(topic=world.topic.pk, revision=revision, **{name: page.pk for name, page in pages.items()})


def send(call, route: Route, secret: str, ids: SimpleNamespace, **headers: str):
    body = route.body(ids) if route.body else None
    return call(route.method, route.path.format(**vars(ids)), secret, body, **headers)
