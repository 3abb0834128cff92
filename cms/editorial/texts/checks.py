"""House rule: no field and no kind of block whose words the text check would not read."""

from collections.abc import Iterator

from django.core.checks import Error, register
from django.db.models import Model
from wagtail.fields import StreamField

from cms.core.checks import page_types
from cms.editorial.texts.reading import is_known_block, is_known_field, leaves
from cms.editorial.texts.subjects import checked_models


@register()
def check_texts_are_read(app_configs, **kwargs) -> list[Error]:
    return [error for model in [*page_types(), *checked_models()] for error in unread(model)]


def unread(model: type[Model]) -> Iterator[Error]:
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        if not is_known_field(field):
            yield _error(f"The text check does not know whether {type(field).__name__} holds words.", model, field.name)
        elif isinstance(field, StreamField):
            for block in leaves(field.stream_block):
                if not is_known_block(block):
                    yield _error(
                        f"The text check does not know whether {type(block).__name__} holds words.", model, field.name
                    )


def _error(message: str, model: type[Model], field: str) -> Error:
    hint = f"In {field}: read it in cms/editorial/texts/reading.py, or name it there among those without words."
    return Error(message, hint=hint, obj=model, id="texts.E001")
