"""What all operations of the contract share: how they are registered, and what stands around their answers."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from cms.tv.caching import period_start
from cms.tv.schemas import SCHEMA_VERSION


def read(router: Router, path: str, **options: Any) -> Callable[[Callable], Callable]:
    """A client may ask for the head of everything that it may ask for. The operation's id is its URL name too."""

    options["url_name"] = options["operation_id"]

    def register(view: Callable) -> Callable:
        router.api_operation(["HEAD"], path, include_in_schema=False, **options)(view)
        return router.get(path, **options)(view)

    return register


def origin_of(request: HttpRequest) -> str:
    """Where the consumer reached us, such as `https://enshi.example`."""
    return f"{request.scheme}://{request.get_host()}"


def envelope(**parts: Any) -> dict[str, Any]:
    server_time = datetime.fromtimestamp(period_start(), timezone.get_default_timezone())
    return {"schema_version": SCHEMA_VERSION, "server_time": server_time, **parts}
