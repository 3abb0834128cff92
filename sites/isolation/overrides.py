"""Another picture, page or document for the English of a page: wagtail-localize stores whatever number it is given."""

from django.db.models import Field, Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from wagtail.blocks import Block
from wagtail.fields import StreamField
from wagtail_localize.models import OverridableSegment
from wagtail_localize.views.edit_translation import edit_override

from sites.isolation.owners import visible


def edit_own_override(request: HttpRequest, translation_id: int, overridable_segment_id: int) -> HttpResponse:
    """wagtail-localize's view, which answers 404 when the value names what is not one's own and not shared."""
    segment = get_object_or_404(OverridableSegment, pk=overridable_segment_id)
    model = model_pointed_at(segment)
    if request.method == "PUT" and model and not _is_own(request, model):
        raise Http404
    return edit_override(request, translation_id, overridable_segment_id)


def model_pointed_at(segment: OverridableSegment) -> type[Model] | None:
    """The model whose number the segment holds; None where it holds an address or a word."""
    source = segment.source.get_source_instance()
    name, *rest = segment.context.get_field_path(source).split(".")
    field: Field | Block = source._meta.get_field(name)
    if not isinstance(field, StreamField):
        return field.related_model
    block = field.stream_block
    for step in rest:
        block = block.child_block if step == "item" else block.child_blocks[step]
    return getattr(block, "target_model", None)


def _is_own(request: HttpRequest, model: type[Model]) -> bool:
    # Read first: what follows reads it again, where a stream would be at its end.
    _body = request.body
    data = Request(request, parsers=[FormParser(), MultiPartParser(), JSONParser()]).data
    try:
        return visible(model, request.user).filter(pk=data.get("value")).exists()
    except (TypeError, ValueError):
        return False
