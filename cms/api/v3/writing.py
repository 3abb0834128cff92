"""Pages, to write. What is done and who may do it is Wagtail's; which pages it may be done to is ours.

Each operation first asks cms.api.v3.scope for every page that it names. Wagtail's functions for the addresses below
are called one by one and its router is not mounted, so that an address which a later version adds is not ours too.
"""

from typing import Annotated, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from ninja import Body, NinjaAPI, Query, Schema, Status
from ninja.errors import HttpError
from pydantic import PositiveInt, StringConstraints
from pydantic import ValidationError as PydanticValidationError
from pydantic_core import PydanticCustomError
from wagtail.api.rich_text import RichTextFormatError, RichTextOutputFormat
from wagtail.api.v3.errors import as_validation_error
from wagtail.api.v3.form_data import flatten_block_value
from wagtail.api.v3.routers import pages as wagtail
from wagtail.api.v3.routers.pages import PageDetailSchema
from wagtail.api.v3.schemas import BaseSchema
from wagtail.api.v3.schemas.pages import PageTypeInjectingBody, PageTypeInjectingBodyModel
from wagtail.coreutils import resolve_model_string
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.api.tokens import tree_of
from cms.api.v3.reading import router
from cms.api.v3.scope import changeable_page, page_of_site, require_own_subtree, source_page
from cms.editorial.recall.models import Notice, Reason, Recall
from cms.editorial.recall.permissions import may_recall
from cms.editorial.recall.recalling import is_recallable, recall_page
from cms.editorial.review.submitting import submit

# Publishing sets these on another object than the one that is answered.
STATE = ["live", "has_unpublished_changes", "first_published_at", "last_published_at"]
EXPLANATION = Recall._meta.get_field("explanation").max_length
BELOW = {"first-child", "last-child"}


class ChangedPageBodyModel(PageTypeInjectingBodyModel):
    """Looks for the page before the body is read by its type, which would tell of other sites' pages."""

    validate = True

    @classmethod
    def get_meta_type(cls, request: HttpRequest, api: NinjaAPI, path_params: dict) -> str:
        return page_of_site(request, path_params["page_id"]).specific_class._meta.label


class ChangedPageBody(PageTypeInjectingBody):
    _model = ChangedPageBodyModel


class RecallSchema(Schema):
    """What the form in the admin asks for. Readers see nothing of reason and explanation."""

    reason: Literal[tuple(Reason.values)]
    explanation: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=EXPLANATION)]
    notice: Literal[tuple(Notice.values)] = Notice.PLAIN.value
    model_config = {"extra": "forbid"}


class CopySchema(wagtail.PageCopySchema):
    """Copying publishes nothing, whoever asks: a copy is a draft, and publishing it another step."""

    keep_live: Literal[False] = False


@router.post(
    "/",
    response={201: PageDetailSchema},
    url_name="list_pages",
    operation_id="pages_create",
    summary="Create page",
)
def create_page(
    request: HttpRequest,
    data: wagtail.PageCreateSchema = Body(...),
    rich_text_format: RichTextOutputFormat | None = Query(None),
) -> Status:
    source_page(request, data.meta.parent_id)
    require_block_shapes(data)
    created = wagtail.create_page(request, data, rich_text_format)
    created.value.refresh_from_db(fields=STATE)
    return created


@router.patch(
    "/{page_id}/", response=PageDetailSchema, url_name="detail_page", operation_id="pages_update", summary="Update page"
)
def update_page(
    request: HttpRequest,
    page_id: int,
    data: wagtail.PageUpdateSchema = ChangedPageBody(...),
    rich_text_format: RichTextOutputFormat | None = Query(None),
) -> Page:
    changeable_page(request, page_id)
    require_block_shapes(data)
    page = wagtail.update_page(request, page_id, data, rich_text_format)
    page.refresh_from_db(fields=STATE)
    return page


def require_block_shapes(data: BaseSchema) -> None:
    """Wagtail (8.0) takes for granted that every block's value has the shape that its type needs, and fails if not."""
    model = resolve_model_string(data.meta.type)
    for name, value in data.dict(exclude={"meta"}, exclude_unset=True).items():
        field = model._meta.get_field(name)
        if isinstance(field, StreamField):
            try:
                flatten_block_value(field.stream_block, value, name, MultiValueDict())
            except (PydanticValidationError, RichTextFormatError):
                raise  # have answers of their own
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                raise as_validation_error(error, _("These values do not fit their blocks."), loc=(name,)) from error


@router.delete(
    "/{page_id}/", response={204: None}, url_name="detail_page", operation_id="pages_delete", summary="Delete page"
)
def delete_page(request: HttpRequest, page_id: int) -> Status:
    require_own_subtree(request, changeable_page(request, page_id))
    return wagtail.delete(request, page_id)


@router.post(
    "/{page_id}/actions/submit/",
    response=PageDetailSchema,
    url_name="pages_actions_submit",
    operation_id="pages_actions_submit",
    summary="Hand a page in for review",
)
@transaction.atomic
def submit_page(request: HttpRequest, page_id: PositiveInt) -> Page:
    """In the place of Wagtail's “publish”: pages go live when two people have approved them, and by nothing else."""
    page = changeable_page(request, page_id).specific
    try:
        submit(page, request.user)
    except ValidationError as error:
        raise field_errors(error) from error
    return type(page).objects.get(pk=page.pk)


def field_errors(error: ValidationError) -> PydanticValidationError:
    """What the page lacks, field by field, as Wagtail's own answers have it."""
    details = [
        {"type": PydanticCustomError("invalid", text.replace("{", "{{")), "loc": (name,), "input": None}
        for name, texts in error.message_dict.items()
        for text in texts
    ]
    return PydanticValidationError.from_exception_data("Validation error", details, hide_input=True)


@router.post(
    "/{page_id}/actions/unpublish/",
    response=PageDetailSchema,
    url_name="pages_actions_unpublish",
    operation_id="pages_actions_unpublish",
    summary="Recall a page from every channel",
)
def unpublish(request: HttpRequest, page_id: PositiveInt, data: RecallSchema = Body(...)) -> Page:
    """Takes the page down everywhere, with its translations, mirrors, copies and the pages below it, and keeps the
    reason. Neither a language nor a lock stops who may recall: what must go, goes."""
    page = page_of_site(request, page_id)
    if may_recall(request.user, page) and not is_recallable(page):
        raise HttpError(400, _("This page is not published, so there is nothing to recall."))
    recall_page(page, request.user, reach=tree_of(request), **data.dict())
    return Page.objects.get(pk=page.pk).specific


@router.post(
    "/{page_id}/actions/copy/",
    response={201: PageDetailSchema},
    url_name="pages_actions_copy",
    operation_id="pages_actions_copy",
    summary="Copy page",
)
def copy(request: HttpRequest, page_id: PositiveInt, data: CopySchema = Body(CopySchema())) -> Status:
    require_twin_place(request, source_page(request, page_id), data)
    return wagtail.copy(request, page_id, data)


def require_twin_place(request: HttpRequest, page: Page, data: CopySchema) -> None:
    """Where a copy goes: below the destination or, without one, beside the page."""
    source_page(request, data.destination_id or page.get_parent().pk)
    if data.recursive:
        require_own_subtree(request, page)


@router.post(
    "/{page_id}/actions/move/",
    response=PageDetailSchema,
    url_name="pages_actions_move",
    operation_id="pages_actions_move",
    summary="Move page",
)
def move(request: HttpRequest, page_id: PositiveInt, data: wagtail.PageMoveSchema = Body(...)) -> Page:
    require_own_subtree(request, changeable_page(request, page_id))
    target = source_page(request, data.destination_id)
    if data.position not in BELOW:
        source_page(request, target.get_parent().pk)
    return wagtail.move(request, page_id, data)


@router.post(
    "/{page_id}/actions/revert/",
    response=PageDetailSchema,
    url_name="pages_actions_revert",
    operation_id="pages_actions_revert",
    summary="Revert page to a previous revision",
)
def revert(request: HttpRequest, page_id: PositiveInt, data: wagtail.PageRevertSchema = Body(...)) -> Page:
    changeable_page(request, page_id)
    return wagtail.revert(request, page_id, data)


@router.post(
    "/{page_id}/actions/convert_alias/",
    response=PageDetailSchema,
    url_name="pages_actions_convert_alias",
    operation_id="pages_actions_convert_alias",
    summary="Convert alias page to a regular page",
)
def convert_alias(request: HttpRequest, page_id: PositiveInt) -> Page:
    source_page(request, page_id)
    return wagtail.convert_alias(request, page_id)
