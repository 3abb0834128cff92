"""/api/tv/v1/: the contract with the television channel."""

from typing import Any

from ninja import NinjaAPI

from cms.core.plain_json import PlainJSONRenderer
from cms.tv.alerts.routes import router as alerts
from cms.tv.caching import conditional
from cms.tv.editions.routes import router as editions
from cms.tv.events.routes import router as events
from cms.tv.feeds.routes import router as feeds
from cms.tv.problems import register_problems
from cms.tv.routes import router
from cms.tv.schemas import SCHEMA_VERSION, Problem
from cms.tv.screens.routes import router as screens

SECURITY_SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "`yst_…`, from the channel."},
    "header": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
}
PROBLEM = {
    "description": "A problem (RFC 9457)",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


class ContractAPI(NinjaAPI):
    def get_openapi_schema(self, **options: Any) -> dict[str, Any]:
        """With what stands before all operations: keys, without which the public may read, and refusals."""
        document = super().get_openapi_schema(**options)
        document["components"].setdefault("securitySchemes", {}).update(SECURITY_SCHEMES)
        document["components"]["schemas"].setdefault("Problem", Problem.model_json_schema())
        document["security"] = [{}, *({name: []} for name in SECURITY_SCHEMES)]
        for operations in document["paths"].values():
            for operation in operations.values():
                operation["responses"].setdefault("default", PROBLEM)
        return document


api = ContractAPI(
    title="云上恩施 TV",
    version=SCHEMA_VERSION,
    description="What the television channel of the prefecture and its counties may show, and what it may no longer.",
    urls_namespace="tv_api",
    renderer=PlainJSONRenderer(),
    openapi_url="/openapi.json",
    docs_url=None,
)
register_problems(api)
api.add_decorator(conditional, mode="view")
api.add_router("", router)
api.add_router("", editions)
api.add_router("", alerts)
api.add_router("", screens)
api.add_router("", feeds)
api.add_router("", events)
