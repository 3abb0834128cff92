"""Who is asking, and what pages are made of."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from wagtail.api.v3.registry import registry
from wagtail.api.v3.routers.schema import ContentTypeListSchema, SchemaDetailResponse
from wagtail.api.v3.routers.whoami import WhoAmISchema, whoami
from wagtail.models import get_page_models

router = Router()


class TokenSchema(Schema):
    name: str
    site: str
    access: str
    expires_at: datetime

    @staticmethod
    def resolve_site(obj: Any) -> str:
        return obj.site.root_url


class SelfSchema(WhoAmISchema):
    token: TokenSchema


@router.get(
    "/whoami/", response=SelfSchema, url_name="whoami", operation_id="whoami", summary="Current API user and token"
)
def who_am_i(request: HttpRequest) -> dict[str, Any]:
    return {**whoami(request), "token": request.token}


@router.get(
    "/schema/",
    response=ContentTypeListSchema,
    url_name="list_schemas",
    operation_id="schema_list",
    summary="List page types",
)
def list_schemas(request: HttpRequest) -> dict[str, Any]:
    """Wagtail's list also holds what is not offered here: images, documents, snippets and redirects."""
    return {"types": [kind for kind in registry.list_content_types() if kind.name in page_types()]}


@router.get(
    "/schema/{type_name}/",
    response=SchemaDetailResponse,
    url_name="get_schema_for_type",
    operation_id="schema_detail",
    summary="Schemas for a page type",
)
def get_schema_for_type(request: HttpRequest, type_name: str) -> dict[str, Any]:
    if type_name not in page_types():
        raise Http404("Unknown page type")
    return registry.get_type_schemas(type_name)


def page_types() -> set[str]:
    return {model._meta.label for model in get_page_models()}
