"""Every place in an editor's forms that can hold a reference, found from the models' fields and blocks."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model
from django.forms import ModelChoiceField
from wagtail import blocks
from wagtail.admin.panels import get_edit_handler
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.pages.standard.models import HomePage
from tests.sites.admin_actions import page_form
from tests.sites.isolation.crawler.flows import post, url
from tests.sites.isolation.crawler.flows_things import SNIPPET_FORMS
from tests.sites.isolation.crawler.oracle import Request
from tests.sites.isolation.crawler.ownership import COMMON
from tests.sites.isolation.crawler.world import Place, World
from tests.sites.isolation.crawler.world_pages import PAGE_TYPES

TITLE = "刚刚改过的标题"
RICH_TEXTS = {
    "page link": '<p><a linktype="page" id="{page}">x</a></p>',
    "document link": '<p><a linktype="document" id="{document}">x</a></p>',
}
# Written by the search and the text check alone, and on the screen of the page that is assessed.
WITHOUT_FORM = {"search.DailyQuery", "texts.ListVersion", "texts.LiveFinding", "risk.Assessment"}
EDITED = [
    HomePage,
    *PAGE_TYPES,
    *settings_registry,
    *(model for model in get_snippet_models() if model._meta.label not in COMMON | WITHOUT_FORM),
]


@dataclass(frozen=True)
class Point:
    """A field of a form, or a block inside of one; `path` leads from a stream to the block."""

    model: type[Model]
    field: str
    path: tuple[str, ...] = ()
    kind: str = ""
    target: type[Model] | None = None

    def __str__(self) -> str:
        return ".".join([self.model._meta.label, self.field, *self.path]) + (f" {self.kind}" if self.kind else "")


def points() -> list[Point]:
    """A block that several page types share is tried on the first of them; a field on each."""
    found: dict[object, Point] = {}
    for model in EDITED:
        for point in _points_of(model):
            found.setdefault((point.path, point.kind, point.target) if point.path else point, point)
    return list(found.values())


def _points_of(model: type[Model]) -> Iterator[Point]:
    for field in model._meta.get_fields():
        if isinstance(field, StreamField):
            for path, kind, target in _inside(field.stream_block):
                yield Point(model, field.name, path, kind, target)
        elif isinstance(field, RichTextField):
            yield from (Point(model, field.name, (), kind) for kind in RICH_TEXTS)
    for name, field in _form_fields(model).items():
        if isinstance(field, ModelChoiceField) and field.queryset.model._meta.label not in COMMON - {
            "wagtailcore.Site"
        }:
            yield Point(model, name, (), "", field.queryset.model)


def _form_fields(model: type[Model]) -> dict:
    handler = model.get_edit_handler() if hasattr(model, "get_edit_handler") else get_edit_handler(model)
    return handler.get_form_class().base_fields


Inner = tuple[tuple[str, ...], str, type[Model] | None]


def _inside(block: blocks.Block, path: tuple[str, ...] = ()) -> Iterator[Inner]:
    if isinstance(block, blocks.StreamBlock | blocks.StructBlock | TypedTableBlock):
        for name, child in block.child_blocks.items():
            yield from _inside(child, (*path, name))
    elif isinstance(block, blocks.ListBlock):
        yield from _inside(block.child_block, (*path, "item"))
    elif isinstance(block, blocks.RichTextBlock):
        yield from ((path, kind, None) for kind in RICH_TEXTS)
    elif isinstance(block, blocks.ChooserBlock):
        target = block.target_model
        yield path, "", apps.get_model(target) if isinstance(target, str) else target


def key_of(place: Place, target: type[Model]) -> object:
    """A thing of that place that a field for this model takes."""
    if target is HomePage:
        return place.home.pk
    if target in PAGE_TYPES:
        return place.ids["typed_page"][PAGE_TYPES.index(target)]
    return place.first(target._meta.model_name)


def filled(block: blocks.Block, path: tuple[str, ...], reference: object) -> object:
    """Form data of a block whose inner block at `path` holds the reference, everything else the least it needs."""
    if isinstance(block, blocks.StreamBlock):
        return streamfield([(path[0], filled(block.child_blocks[path[0]], path[1:], reference))] if path else [])
    if isinstance(block, blocks.StructBlock):
        inner = {name: (path[1:], reference) if path[:1] == (name,) else ((), "") for name in block.child_blocks}
        return {name: filled(child, *inner[name]) for name, child in block.child_blocks.items()}
    if isinstance(block, blocks.ListBlock):
        items = [{"value": filled(block.child_block, path[1:], reference), "deleted": "", "order": "0", "id": ""}]
        return {"count": len(items) if path else 0, **({"0": items[0]} if path else {})}
    if isinstance(block, TypedTableBlock):
        return _table(block, path, reference)
    if reference:
        return reference
    return _sample(block)


def _table(block: TypedTableBlock, path: tuple[str, ...], reference: object) -> dict[str, object]:
    if not path:
        return {"column-count": 0, "row-count": 0, "caption": ""}
    cell = filled(block.child_blocks[path[0]], path[1:], reference)
    column = {"type": path[0], "order": 0, "deleted": "", "heading": "x"}
    row = {"order": 0, "deleted": ""}
    one = {"column-count": 1, "column": {"0": column}, "row-count": 1, "row": {"0": row}}
    return {**one, "cell": {"0": {"0": cell}}, "caption": ""}


def _sample(block: blocks.Block) -> str:
    samples: list[tuple[type[blocks.Block], str]] = [
        (blocks.RichTextBlock, rich_text("<p>x</p>")),
        (blocks.URLBlock, "https://example.com/"),
        (blocks.DateBlock, "2024-01-01"),
        (blocks.TimeBlock, "08:00"),
        (blocks.DecimalBlock, "1"),
        (blocks.IntegerBlock, "1"),
        (blocks.CharBlock, "" if not block.required else "1"),
        (blocks.TextBlock, "" if not block.required else "1"),
    ]
    return next((value for kind, value in samples if isinstance(block, kind)), "")


def injection(point: Point, world: World, place: Place) -> Request:
    """An own object is saved with a reference to the other place's thing."""
    reference = _reference(point, place)
    if point.path:
        reference = filled(point.model._meta.get_field(point.field).stream_block, point.path, reference)
    values = nested_form_data({point.field: reference})
    if issubclass(point.model, Page):
        page = point.model.objects.get(pk=key_of(world.own, point.model))
        data = {**page_form(point.model, title=TITLE, slug=page.slug), **values}
        return post(url("wagtailadmin_pages:edit", page.pk), data)
    label = point.model._meta.label_lower.split(".")
    name = "_".join(label)
    if point.model in settings_registry:
        return post(url("wagtailsettings:edit", *label, world.own.site.pk), {**_streams(point.model), **values})
    key = world.own.first(label[1])
    return post(url(f"wagtailsnippets_{name}:edit", key), {**SNIPPET_FORMS[name](world.own), **values})


def _reference(point: Point, place: Place) -> object:
    if point.kind:
        html = RICH_TEXTS[point.kind].format(page=place.first("page"), document=place.first("document"))
        return rich_text(html)
    return key_of(place, point.target)


def _streams(model: type[Model]) -> dict[str, object]:
    streams = {field.name: streamfield([]) for field in model._meta.fields if isinstance(field, StreamField)}
    return nested_form_data(streams)


# References that are not chosen in the forms above: the flow that tries each.
TRIED_ELSEWHERE = {
    "media.Image.collection": "own_file_into_their_collection_image",
    "media.Document.collection": "own_file_into_their_collection_document",
    "media.Media.collection": "own_media_into_their_collection",
    "wagtailredirects.Redirect.site": "give_a_redirect",
    "wagtailredirects.Redirect.redirect_page": "lead_a_redirect_there",
    "users.User.groups": "join_their_group",
    "api.Token.site": "make_a_token_for_their_site",
    "wagtailcore.Page.alias_of": "make_an_alias_here",
    "wagtailcore.PageViewRestriction.groups": "let_their_group_in",
    "wagtailcore.CollectionViewRestriction.groups": "let_their_group_into_a_collection",
    "cases.Case.pages": "their_page_into_an_own_case",
    "cases.Track.person": "their_person_into_an_own_case",
    "wagtailcore.WorkflowPage.page": "bring_their_page_into_a_workflow",
}
# Says what a row is part of, and is set by the address of the form or by the program, never by what a form says.
PART_OF = {
    *("owner", "locked_by", "user", "requested_by", "finished_by", "uploaded_by_user", "last_translated_by"),
    *("latest_revision", "live_revision", "revision", "workflow_state", "current_task_state", "resolved_by"),
    *("assessed_by", "opened_by", "by", "case", "approver", "task_state", "recall", "release"),
    *("alert", "old", "drafted_by", "screen", "channel", "edition", "item"),
    *("revision_created", "email_address", "app", "account"),
    *("source", "object", "context", "string", "template", "translation_of", "comment", "image", "page", "collection"),
    # Tags are words; those that exist are found by their letters.
    *("tag", "tags"),
}
# Installed because ours stand on them; without rows.
STOCK = {"wagtailimages", "wagtaildocs", "wagtailmedia"}


def reference_fields() -> Iterator[str]:
    """All foreign keys and many-to-many fields of models with rows of their own that lead to things of sites."""
    for model in apps.get_models():
        if model._meta.app_label in STOCK:
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if field.auto_created or not (field.many_to_one or field.many_to_many) or target is None:
                continue
            if model._meta.label not in COMMON | WITHOUT_FORM and target._meta.label not in COMMON - {
                "wagtailcore.Site",
                "auth.Group",
            }:
                inherited = getattr(field, "model", model)._meta.label
                yield f"{inherited}.{field.name}"
