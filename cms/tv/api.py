"""/api/tv/v1/: the contract with the television channel."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from cms.core.plain_json import PlainJSONRenderer
from cms.tv.alerts.routes import router as alerts
from cms.tv.caching import conditional
from cms.tv.editions.routes import router as editions
from cms.tv.events.routes import router as events
from cms.tv.feeds.routes import router as feeds
from cms.tv.operations import origin_of, read
from cms.tv.problems import refuse_unknown, register_problems
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


@read(
    api.default_router,
    "/schema.json",
    operation_id="schema",
    tags=["documents"],
    summary="Everything that answers are made of, in JSON Schema 2020-12",
    openapi_extra={
        "responses": {
            200: {
                "description": "One definition for each of the schemas of this document, by the same name.",
                "content": {"application/schema+json": {"schema": {"type": "object"}}},
            }
        }
    },
)
def read_schema(request: HttpRequest) -> HttpResponse:
    """For programs that check what they are given and do not read OpenAPI."""
    refuse_unknown(request, ())
    schemas = json.dumps(api.get_openapi_schema()["components"]["schemas"], ensure_ascii=False)
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{origin_of(request)}{request.path}",
        "title": api.title,
        "version": SCHEMA_VERSION,
        "$defs": json.loads(schemas.replace("#/components/schemas/", "#/$defs/")),
    }
    return HttpResponse(json.dumps(document, ensure_ascii=False), content_type="application/schema+json")
