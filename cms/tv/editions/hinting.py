"""What live screens are told of editions."""

import json
from typing import Any

from django.db.models import Max

from cms.tv.editions.models import Edition


def edition_hints(mark: str) -> tuple[list[dict[str, Any]], str]:
    """The newest edition of each channel that has another one than at the mark; it is looked at when it is fetched."""
    newest = Edition.objects.filter(channel__active=True).order_by("channel__code").values_list("channel__code")
    numbers, known = dict(newest.annotate(Max("number"))), json.loads(mark or "{}")
    news = [{"channel": code, "number": number} for code, number in numbers.items() if known.get(code) != number]
    return news, json.dumps(numbers)
