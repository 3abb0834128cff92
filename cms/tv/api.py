"""/api/tv/v1/: the contract with the television channel."""

from ninja import NinjaAPI

from cms.core.plain_json import PlainJSONRenderer
from cms.tv.alerts.routes import router as alerts
from cms.tv.caching import conditional
from cms.tv.editions.routes import router as editions
from cms.tv.problems import register_problems
from cms.tv.routes import router
from cms.tv.schemas import SCHEMA_VERSION
from cms.tv.screens.routes import router as screens

api = NinjaAPI(
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
