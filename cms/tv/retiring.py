"""What consumers should stop using, said in one place: the headers and the OpenAPI document follow.

An operation:    @read(router, "/old", operation_id="old", **retire("old", since=…, sunset=…))
A parameter:     site: str = Field(None, json_schema_extra=retire("items", "site", since=…, sunset=…))
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.utils.http import http_date


@dataclass(frozen=True)
class Retirement:
    """Deprecated since a time (RFC 9745), gone after another (RFC 8594); `link` explains what to use instead."""

    since: datetime
    sunset: datetime
    link: str = ""

    def write(self, response: HttpResponse) -> None:
        response["Deprecation"] = f"@{int(self.since.timestamp())}"
        response["Sunset"] = http_date(self.sunset.timestamp())
        if self.link:
            response["Link"] = f'<{self.link}>; rel="deprecation"; type="text/html"'


# (operation, "" or a parameter of it)
_retirements: dict[tuple[str, str], Retirement] = {}


def retire(
    operation: str, parameter: str = "", *, since: datetime, sunset: datetime, link: str = ""
) -> dict[str, bool]:
    _retirements[operation, parameter] = Retirement(since, sunset, link)
    return {"deprecated": True}


def retirement_of(operation: str, parameters: Collection[str]) -> Retirement | None:
    """Of the operation or what a request uses of it: that which ends first."""
    found = [_retirements[operation, name] for name in ("", *parameters) if (operation, name) in _retirements]
    return min(found, key=lambda one: one.sunset, default=None)
