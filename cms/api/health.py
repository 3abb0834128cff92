"""Is the process alive, and can it serve? For load balancers, containers and people on call."""

from functools import lru_cache

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from wagtail.models import Site


class NotReady(Exception):
    """Carries the reason that the answer names."""


@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """The process answers; asks nothing of the database, so that its outage does not restart us."""
    return JsonResponse({"status": "live"})


@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Pages can be served: the database answers, its tables are ours, and there are sites."""
    try:
        check_ready()
    except Error:
        return unavailable("database")
    except NotReady as error:
        return unavailable(str(error))
    return JsonResponse({"status": "ready"})


def check_ready() -> None:
    check_migrations()
    if not Site.objects.exists():
        raise NotReady("no sites")


@lru_cache(maxsize=1)
def check_migrations() -> None:
    """Raises until every migration of this code is in the database; asked only once after that."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReady("migrations missing")


def unavailable(reason: str) -> JsonResponse:
    return JsonResponse({"status": "unavailable", "reason": reason}, status=503)
