"""Times and days in questions, as RFC 3339 writes them: Pydantic alone takes numbers too, for seconds since 1970."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import AfterValidator, AwareDatetime, BeforeValidator


def _no_number(value: Any) -> Any:
    if isinstance(value, str) and "-" in value[1:]:
        return value
    raise ValueError(_("write it as in 2026-11-26 or 2026-11-26T18:30:00+08:00"))


def in_utc(moment: datetime) -> datetime:
    """Raises ValueError for a time without a zone, and for one that in UTC lies in a year before 1 or after 9999."""
    if moment.tzinfo is None:
        raise ValueError(_("say how far that is from UTC, as in 2026-11-26T18:30:00+08:00"))
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(_("there is no such time in UTC")) from None


Moment = Annotated[AwareDatetime, BeforeValidator(_no_number), AfterValidator(in_utc)]
Day = Annotated[date, BeforeValidator(_no_number)]
