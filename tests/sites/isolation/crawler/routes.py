"""Every address pattern of the admin and the API, from the resolver itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize

PREFIXES = ("admin/", "api/", "accounts/")


@dataclass(frozen=True)
class Route:
    """`template` has a `%(name)s` for each of `parameters`."""

    name: str
    template: str
    parameters: tuple[str, ...]
    module: str

    @property
    def namespace(self) -> str:
        return self.name.rpartition(":")[0]

    @property
    def area(self) -> str:
        """The part of the admin or the API that it belongs to, for the names of tests."""
        return self.name.partition(":")[0] if ":" in self.name else "/".join(self.template.split("/")[:2])

    def path(self, values: dict[str, object]) -> str:
        return "/" + self.template % {name: values[name] for name in self.parameters}

    def __str__(self) -> str:
        return f"{self.name or '(no name)'} {self.template}"


def find_routes(urlconf: str | None = None) -> list[Route]:
    """Each route once: of several with the same address only the first is ever asked."""
    found: dict[str, Route] = {}
    for route in _walk(get_resolver(urlconf), "", ()):
        if route.template.startswith(PREFIXES):
            found.setdefault(route.template, route)
    return list(found.values())


def _walk(resolver: URLResolver, prefix: str, namespaces: tuple[str, ...]) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        regex = prefix + pattern.pattern.regex.pattern.removeprefix("^")
        if isinstance(pattern, URLPattern):
            yield from _leaves(pattern, regex, namespaces)
        else:
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern, regex, inner)


def _leaves(pattern: URLPattern, regex: str, namespaces: tuple[str, ...]) -> Iterator[Route]:
    name = ":".join([*namespaces, pattern.name or ""])
    module = getattr(pattern.callback, "__module__", "")
    for template, parameters in normalize(regex):
        yield Route(name, template, tuple(parameters), module)
