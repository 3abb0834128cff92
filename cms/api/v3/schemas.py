"""What the answers say of a page beyond what Wagtail's do (8.0): whether it is live, and nothing of other sites."""

from django.http import HttpRequest
from ninja import Schema
from wagtail.api.v3.registry import registry
from wagtail.api.v3.schemas import BasePageSchema, read_generator
from wagtail.api.v3.schemas.pages import BasePageMetaSchema, SimpleBasePageSchema
from wagtail.models import Page, get_page_models

from cms.api.tokens import tree_of


def html_url(page: Page, context: dict) -> str | None:
    """By the page's own class, which knows that each page has one address only."""
    return page.specific_deferred.get_full_url(context["request"])


def own(page: Page | None, request: HttpRequest) -> Page | None:
    return page.specific_deferred if page and page in tree_of(request) else None


class PageItemMeta(BasePageMetaSchema):
    live: bool
    has_unpublished_changes: bool
    resolve_html_url = staticmethod(html_url)


class PageItem(BasePageSchema):
    meta: PageItemMeta


DETAIL_META = {
    "live": (bool, ..., None),
    "has_unpublished_changes": (bool, ..., None),
    "parent": (
        SimpleBasePageSchema | None,
        None,
        staticmethod(lambda obj, context: own(obj.get_parent(), context["request"])),
    ),
    "alias_of": (
        SimpleBasePageSchema | None,
        None,
        staticmethod(lambda obj, context: own(obj.alias_of, context["request"])),
    ),
}


def extend_page_schemas() -> None:
    """Before Wagtail's router is imported, which then answers with these; redirects and images import it as they
    start, so our app stands before them in INSTALLED_APPS."""
    for model in get_page_models():
        registration = registry.get(model._meta.label)
        name = model._meta.object_name
        meta = registration.read_schema.model_fields["meta"].annotation
        meta = read_generator.extend_schema(meta, f"{name}DetailMeta", DETAIL_META)
        registration.read_schema = read_generator.extend_schema(
            registration.read_schema, f"{name}Detail", {"meta": (meta, ..., None)}
        )
        if registration.create_schema:
            registration.create_schema = strict(registration.create_schema)
            registration.patch_schema = strict(registration.patch_schema)


def strict(schema: type[Schema]) -> type[Schema]:
    """Refuses fields that it does not know, where Wagtail forgets them without a word."""
    return type(schema)(schema.__name__, (schema,), {"model_config": {"extra": "forbid"}})
