"""House rules of page types, blocks and site-owned models, as Django system checks.

They run with every management command, so a rule that is broken speaks before a reader sees it.
"""

from collections.abc import Iterator

from django.apps import apps
from django.core.checks import Error, register
from django.db.models import ForeignKey
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.fields import StreamField
from wagtail.models import Site

from cms.core.models import BasePage
from cms.core.references import ReferenceFormMixin
from cms.core.scoped_views import ScopedViews
from cms.core.site_owned import PersonOwned, SiteOwned, SiteOwnedViewSet

OUR_PACKAGES = ("cms.", "sites.")


def page_types() -> list[type[BasePage]]:
    return [model for model in apps.get_models() if issubclass(model, BasePage)]


@register()
def check_page_types(app_configs, **kwargs) -> list[Error]:
    return [error for page_type in page_types() for error in page_type_errors(page_type)]


def page_type_errors(page_type: type[BasePage]) -> Iterator[Error]:
    template = page_type.template_path()
    try:
        get_template(template)
    except TemplateDoesNotExist:
        yield Error(
            f"The template {template} does not exist.",
            hint=f"Create themes/base/templates/{template}.",
            obj=page_type,
            id="core.E001",
        )
    for rule in ("parent_page_types", "subpage_types"):
        if rule not in vars(page_type):
            yield Error(
                f"{rule} is not set, so this type may be put anywhere.",
                hint=f'List the allowed types, for example {rule} = ["standard.HomePage"]; an empty list allows none.',
                obj=page_type,
                id="core.E002",
            )
    if not page_type.page_description:
        yield Error(
            "page_description is empty; editors see it when they choose a page type.",
            hint="Say in one sentence what the type is for.",
            obj=page_type,
            id="core.E003",
        )


@register()
def check_blocks(app_configs, **kwargs) -> list[Error]:
    seen: set[type[Block]] = set()
    errors = []
    for model in apps.get_models():
        if not model.__module__.startswith(OUR_PACKAGES):
            continue
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                errors += [
                    error
                    for block in selectable_blocks(field.stream_block)
                    if type(block) not in seen
                    for error in block_errors(block, f"{model._meta.label}.{field.name}")
                ]
                seen |= {type(block) for block in selectable_blocks(field.stream_block)}
    return errors


def selectable_blocks(block: Block) -> Iterator[Block]:
    """Blocks that an editor picks from a list, at any depth."""
    if isinstance(block, StreamBlock):
        for child in block.child_blocks.values():
            yield child
            yield from selectable_blocks(child)
    elif isinstance(block, StructBlock):
        for child in block.child_blocks.values():
            yield from selectable_blocks(child)
    elif isinstance(block, ListBlock):
        yield from selectable_blocks(block.child_block)


def block_errors(block: Block, where: str) -> Iterator[Error]:
    if not block.get_description():
        yield Error(
            f"The block {type(block).__name__} in {where} has no description.",
            hint="Set Meta.description: one sentence for the block picker.",
            obj=type(block),
            id="core.E004",
        )
    if not hasattr(block.meta, "preview_value") and type(block).get_preview_value is Block.get_preview_value:
        yield Error(
            f"The block {type(block).__name__} in {where} has no preview value.",
            hint="Set Meta.preview_value, so that editors see the block before they choose it.",
            obj=type(block),
            id="core.E005",
        )


@register()
def check_site_owned_models(app_configs, **kwargs) -> list[Error]:
    return [
        error
        for model in apps.get_models()
        # `sites` itself says whose a site is.
        if model.__module__.startswith("cms.")
        for error in site_owned_errors(model)
    ]


@register()
def check_snippets(app_configs, **kwargs) -> list[Error]:
    return [
        Error(
            "This snippet's admin shows every site everything.",
            hint="Register it with a SiteOwnedViewSet, or with a SharedViewSet if all sites share its rows.",
            obj=model,
            id="core.E008",
        )
        for model in apps.get_models()
        if hasattr(model, "snippet_viewset") and not isinstance(model.snippet_viewset, ScopedViews)
    ]


@register()
def check_forms(app_configs, **kwargs) -> list[Error]:
    return [
        Error(
            "This model's admin form lets its author point at another site's pictures and pages.",
            hint="Set base_form_class to a form with cms.core.references.ReferenceFormMixin.",
            obj=model,
            id="core.E009",
        )
        for model in apps.get_models()
        if issubclass(model, (BasePage, BaseSiteSetting, SiteOwned))
        and not issubclass(getattr(model, "base_form_class", object), ReferenceFormMixin)
    ]


def site_owned_errors(model: type) -> Iterator[Error]:
    belongs_to_site = any(
        isinstance(field, ForeignKey) and field.related_model is Site for field in model._meta.get_fields()
    )
    if not belongs_to_site or issubclass(model, (BaseSiteSetting, PersonOwned)):
        return
    if not issubclass(model, SiteOwned):
        yield Error(
            "This model points at a Site but is not SiteOwned.",
            hint="Inherit cms.core.site_owned.SiteOwned, so that one county cannot see or change another's.",
            obj=model,
            id="core.E006",
        )
    elif not isinstance(getattr(model, "snippet_viewset", None), SiteOwnedViewSet):
        yield Error(
            "This site-owned model is not registered with a SiteOwnedViewSet.",
            hint="Register a subclass of cms.core.site_owned.SiteOwnedViewSet with register_snippet.",
            obj=model,
            id="core.E007",
        )
