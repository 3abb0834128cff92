"""Where the search index lives: in the database, or on a search server for who has outgrown it."""

from urllib.parse import urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured

from cms.settings.environment import Environment

SERVERS = {
    "opensearch": "wagtail.search.backends.opensearch3",
    "elasticsearch": "wagtail.search.backends.elasticsearch9",
}
# A plugin of both servers that has to be installed there. Reads simplified Chinese, and words as a dictionary has them.
ANALYZER = "smartcn"


def search_backends(env: Environment) -> dict[str, dict]:
    """The WAGTAILSEARCH_BACKENDS setting."""
    address = env.str("SEARCH_URL", "")
    return {"default": _server(address) if address else {"BACKEND": "cms.search.backend"}}


def _server(address: str) -> dict:
    parts = urlsplit(address)
    kind, _plus, scheme = parts.scheme.rpartition("+")
    index = parts.path.strip("/")
    if kind not in SERVERS or scheme not in ("http", "https") or not parts.hostname or not index or "/" in index:
        raise ImproperlyConfigured(
            "SEARCH_URL must look like opensearch+https://user:password@host:9200/prefix or elasticsearch+https://…, "
            f"not {address!r}."
        )
    return {
        "BACKEND": SERVERS[kind],
        "URLS": [urlunsplit((scheme, parts.netloc, "", "", ""))],
        "INDEX_PREFIX": f"{index}_",
        "INDEX_SETTINGS": {"settings": {"analysis": {"analyzer": {"default": {"type": ANALYZER}}}}},
    }
