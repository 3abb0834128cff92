"""The publication log as the channel reads it: what to show and what no longer, in order, with nothing left out (T-03).

A cursor names the last row that was read. It also says whether its owner is still on the way from the beginning: that
way stays complete while old rows are pruned, and any other cursor that is too old is refused.
"""

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from ninja.errors import HttpError

from cms.publications.models import PUBLIC, LogRow, Operation
from cms.publications.reading import CursorLost, rows_after
from cms.tv.answering import Answers
from cms.tv.kinds import item_id
from cms.tv.models import Item
from cms.tv.problems import no_cursor
from cms.tv.visible import visible_items

CURSOR = re.compile(r"(?P<way>[cr])_(?P<number>[0-9a-f]{1,16})")
REASONS = {
    Operation.WITHDRAW: "withdrawn",
    Operation.EXPIRE: "expired",
    Operation.DELETE: "deleted",
    Operation.RESTRICT: "restricted",
}


@dataclass(frozen=True)
class Cursor:
    number: int = 0
    # Began at 0 and has not been at the end yet.
    replaying: bool = True

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Raises ValueError for what this interface never gave out."""
        match = CURSOR.fullmatch(text)
        if match is None:
            raise ValueError(text)
        return cls(int(match["number"], 16), match["way"] == "r")

    def __str__(self) -> str:
        return f"{'r' if self.replaying else 'c'}_{self.number:08x}"


@contextmanager
def asked_cursor() -> Iterator[None]:
    """Of what a request asks inside: a cursor that we never gave out, or that leads nowhere any more, is refused."""
    try:
        yield
    except CursorLost:
        raise HttpError(
            410,
            _("What came after this cursor is not known any more. Ask without a cursor and mirror everything again."),
        ) from None
    except ValueError:
        raise no_cursor() from None


Key = tuple[Any, str]


def changes_after(cursor: Cursor, limit: int, origin: str) -> tuple[list[dict[str, Any]], Cursor, bool]:
    """The changes, the cursor after them, and whether there are more. Raises CursorLost."""
    rows = rows_after(cursor.number, limit + 1, replaying=cursor.replaying)
    has_more, rows = len(rows) > limit, rows[:limit]
    after = Cursor(rows[-1].cursor if rows else cursor.number, cursor.replaying and has_more)
    last_of_each = {(row.translation_key, row.locale): row for row in rows}
    visible, kinds = _known(last_of_each)
    heads = {(head["id"], head["locale"]): head for head in Answers(visible, origin).heads()}
    told = sorted((row for key, row in last_of_each.items() if key in kinds), key=lambda row: row.cursor)
    return [_change(row, kinds[row.translation_key, row.locale], heads) for row in told], after, has_more


def _known(keys: Collection[Key]) -> tuple[list[Item], dict[Key, str]]:
    """Items of these pages that may be shown now, and the kinds of pages that ever had one: the others were never told
    of. Not from the log, whose old rows may name a type of page that is no more."""
    if not keys:
        return [], {}
    items = (
        Item.objects.filter(translation_key__in={key for key, _locale in keys})
        .annotate(is_visible=Exists(visible_items().filter(pk=OuterRef("pk"))))
        .select_related("page", "locale")
        .defer("payload")
        .order_by("pk")
    )
    kinds = {(item.translation_key, item.locale.language_code): item.kind for item in items}
    return [item for item in items if item.is_visible], kinds


def _change(row: LogRow, kind: str, heads: dict[Key, dict[str, Any]]) -> dict[str, Any]:
    number = item_id(kind, row.translation_key)
    if head := heads.get((number, row.locale)):
        return {"op": "upsert", "id": number, "locale": row.locale, "at": row.at, "item": head}
    reason = "not_approved" if row.operation in PUBLIC else REASONS[row.operation]
    return {"op": "delete", "id": number, "locale": row.locale, "deleted_at": row.at, "reason": reason}
