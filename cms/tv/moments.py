"""Times and days in questions, as RFC 3339 writes them: Pydantic alone takes numbers too, for seconds since 1970."""

from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import AwareDatetime, BeforeValidator


def _no_number(value: Any) -> Any:
    if isinstance(value, str) and "-" in value[1:]:
        return value
    raise ValueError(_("write it as in 2026-11-26 or 2026-11-26T18:30:00+08:00"))


Moment = Annotated[AwareDatetime, BeforeValidator(_no_number)]
Day = Annotated[date, BeforeValidator(_no_number)]
