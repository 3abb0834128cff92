"""The fingerprint of what readers see of a page: equal for equal content, whichever code wrote it.

Two digests with a point between: the page's own fields, its schedule included; and what goes live with them, the files
it refers to as they are now (content, crop, caption, credit) and its companions (cms.core.release). Left out is what
says where a page lies and how far its work has come, and what is empty: a field that comes with a later version of the
platform must not undo the approvals of every page.
"""

import hashlib
import json
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import FileField, Model
from modelcluster.models import get_all_child_relations
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import COMMENTS_RELATION_NAME, Page
from wagtailmedia.models import get_media_model

from cms.core.references import Reference, references_of
from cms.core.release import companions_of

BOOKKEEPING = {
    "pk",
    "id",
    "path",
    "depth",
    "numchild",
    "url_path",
    "draft_title",
    "live",
    "has_unpublished_changes",
    "owner",
    "locked",
    "locked_by",
    "locked_at",
    "latest_revision",
    "live_revision",
    "first_published_at",
    "last_published_at",
    "latest_revision_created_at",
    "expired",
    "alias_of",
    "content_type",
    "translation_key",
    "locale",
    COMMENTS_RELATION_NAME,
}
# Of a child row: its own place in the database, not what it says.
CHILD_BOOKKEEPING = {"pk", "id", "page", "content_object"}
# Of files: who keeps them where, not what readers get.
# `text` is read from the file by a task, `is_withheld` says whether readers get it at all.
FILE_BOOKKEEPING = {
    *["id", "collection", "uploaded_by_user", "created_at", "file_size", "file_hash", "text", "is_withheld"],
}


def fingerprint(page: Page) -> str:
    """`<content>.<company>`, 65 characters; `page` must be specific, as read from the database or from a revision."""
    return f"{content_digest(page)}.{_digest([_files_of(page), companions_of(page)])}"


def content_digest(page: Page) -> str:
    streams = {field.name for field in page._meta.fields if isinstance(field, StreamField)}
    for name in streams:
        # Blocks that nobody has looked at are stored again as they were read: “8:30” and “08:30:00” would differ.
        deque(references_of(page._meta.get_field(name), getattr(page, name)), maxlen=0)
    data = page.serializable_data()
    return _digest(
        {
            name: _stream(json.loads(value)) if name in streams else _child_rows(value)
            for name, value in data.items()
            if name not in BOOKKEEPING and name != _parent_link(page) and not _is_empty(value)
        }
    )


def same_content(one: str, other: str) -> bool:
    """Whether two fingerprints agree in what the page itself says."""
    return one.partition(".")[0] == other.partition(".")[0]


def file_state(file: Model) -> dict[str, Any]:
    """What readers get of an image, document, film or sound: everything but who keeps it where.

    The name of a file never stands for another content: storages give a new content a new name.
    """
    return {
        field.name: str(field.value_from_object(file))
        for field in file._meta.concrete_fields
        if field.name not in FILE_BOOKKEEPING and not _is_empty(field.value_from_object(file))
    }


def file_models() -> tuple[type[Model], ...]:
    return get_image_model(), get_document_model(), get_media_model()


def file_fields(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if isinstance(field, FileField)]


def _parent_link(page: Page) -> str:
    link = page._meta.get_ancestor_link(Page)
    return link.name if link else ""


def files_of(pages: Iterable[Page]) -> dict[type[Model], set[str]]:
    """Numbers of the images, documents and recordings that these specific pages refer to."""
    wanted = defaultdict(set)
    for page in pages:
        for model, number in _references(page):
            if model in file_models():
                wanted[model].add(number)
    return wanted


def _files_of(page: Page) -> list[tuple[str, dict[str, Any]]]:
    """One query for each of the three models that the page refers to."""
    wanted = files_of([page])
    found = []
    for model in file_models():
        rows = model._default_manager.filter(pk__in=wanted[model]).order_by("pk") if model in wanted else ()
        found += [(f"{model._meta.label} {row.pk}", file_state(row)) for row in rows]
    return found


def _references(page: Page) -> Iterator[Reference]:
    """Of the page's own fields and of the rows of its inline panels."""
    rows = [page, *(row for relation in get_all_child_relations(page) for row in getattr(page, relation.name).all())]
    for row in rows:
        for field in row._meta.concrete_fields:
            if field.many_to_one and field.related_model in file_models():
                if (number := field.value_from_object(row)) is not None:
                    yield field.related_model, str(number)
            elif not field.is_relation:
                yield from references_of(field, getattr(row, field.attname))


def _is_empty(value: Any) -> bool:
    """Zero is not: admission for nothing is not admission at an unknown price. `[]` in letters is an empty stream."""
    return value is None or value is False or (isinstance(value, str | list | dict) and value in ("", "[]", [], {}))


def _child_rows(value: Any) -> Any:
    """Rows of inline panels, without their keys, and lists of keys, whose order says nothing."""
    if not isinstance(value, list):
        return value
    if all(isinstance(row, dict) for row in value):
        return [
            {name: part for name, part in row.items() if name not in CHILD_BOOKKEEPING and not _is_empty(part)}
            for row in value
        ]
    return sorted(value, key=str)


def _stream(value: Any) -> Any:
    """Blocks without their identifiers and without empty values, which blocks that were never edited do not store."""
    if isinstance(value, list):
        return [_stream(part) for part in value]
    if not isinstance(value, dict):
        return value
    is_block = {"type", "value"} <= value.keys() <= {"type", "value", "id"}
    return {
        name: _stream(part)
        for name, part in value.items()
        if not (is_block and name == "id") and (is_block or not _is_empty(part))
    }


class _Encoder(DjangoJSONEncoder):
    def default(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return value.astimezone(UTC).isoformat(timespec="seconds")
        if isinstance(value, Decimal):
            return format(value.normalize(), "f")
        return super().default(value)


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, cls=_Encoder)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
