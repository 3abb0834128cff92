"""Pages of a list that stay in place while items come and go: a cursor names the last item that was given out."""

import base64
import binascii
from datetime import datetime

from django.db.models import Q

from cms.editorial.gate.models import EndedQuerySet
from cms.tv.models import Item
from cms.tv.moments import in_utc
from cms.tv.problems import no_cursor


def next_cursor(found: list[Item], limit: int) -> str | None:
    """`found` has one item more than fits, if there are more."""
    if len(found) <= limit:
        return None
    last = found[limit - 1]
    words = f"{last.shown_at.isoformat()} {last.pk}"
    return base64.urlsafe_b64encode(words.encode()).decode().rstrip("=")


def after(items: EndedQuerySet, cursor: str) -> EndedQuerySet:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        moment, number = base64.urlsafe_b64decode(padded.encode()).decode().split(" ")
        at, last = in_utc(datetime.fromisoformat(moment)), int(number)
    except (ValueError, binascii.Error):
        raise no_cursor() from None
    return items.filter(Q(shown_at__lt=at) | Q(shown_at=at, pk__lt=last))
