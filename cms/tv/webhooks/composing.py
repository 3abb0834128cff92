"""What a subscription is told next: the answer of `GET /changes`, of its sites."""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import Site

from cms.publications.models import LogRow
from cms.publications.reading import CursorLost
from cms.tv.changes import Cursor, changes_after
from cms.tv.operations import envelope
from cms.tv.webhooks.models import Subscription

BATCH = 100


@dataclass(frozen=True)
class Message:
    """`changes` may be none: then there is nothing to send, and the cursor moves all the same."""

    after: Cursor
    until: Cursor
    changes: list[dict[str, Any]]
    has_more: bool

    @property
    def number(self) -> str:
        """The same for the same changes, so that a receiver may leave out what it has had."""
        words = f"{self.after} {_json(self.changes)}"
        return f"msg_{hashlib.blake2b(words.encode(), digest_size=16).hexdigest()}"

    def body(self) -> bytes:
        return _json(
            envelope(changes=self.changes, cursor=str(self.until), has_more=self.has_more) | {"type": "changes"}
        ).encode()


def compose(subscription: Subscription, after: Cursor, limit: int = BATCH) -> Message:
    """Begins anew where the log no longer has what comes after the cursor: doing what it says ends the same."""
    # The first in the tree stands for all: provisioned sites have no default among them.
    origin = Site.objects.order_by("root_page__path").first().root_url
    try:
        changes, until, has_more = changes_after(after, limit, origin)
    except CursorLost:
        after = Cursor()
        changes, until, has_more = changes_after(after, limit, origin)
    if not subscription.all_sites:
        changes = _of_sites(changes, set(subscription.sites.values_list("pk", flat=True)), after, until)
    return Message(after, until, changes, has_more)


def _of_sites(changes: list[dict[str, Any]], wanted: set[int], after: Cursor, until: Cursor) -> list[dict[str, Any]]:
    """What has moved to another site is gone for those who follow only the first."""
    now, ever = {}, defaultdict(set)
    for row in LogRow.objects.filter(cursor__gt=after.number, cursor__lte=until.number).order_by("cursor"):
        key = (str(row.translation_key), row.locale)
        now[key] = row.site_id
        ever[key] |= {row.site_id, row.old_site_id}
    told = []
    for change in changes:
        key = (change["id"].rpartition(":")[2], change["locale"])
        if now[key] in wanted or (change["op"] == "delete" and ever[key] & wanted):
            told.append(change)
        elif ever[key] & wanted:
            gone = {"id": change["id"], "locale": change["locale"], "deleted_at": change["at"], "reason": "withdrawn"}
            told.append({"op": "delete"} | gone)
    return told


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)
