"""Errors that programs can read (RFC 9457) and people can act upon."""

from collections.abc import Iterable
from http import HTTPStatus

from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.log import log_response
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError


def problem(status: int, detail: str) -> HttpResponse:
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    answer = JsonResponse(
        body, status=status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False}
    )
    answer["Cache-Control"] = "no-store"
    return answer


def register_problems(api: NinjaAPI) -> None:
    api.exception_handler(Http404)(_not_found)
    api.exception_handler(HttpError)(_refused)
    api.exception_handler(ValidationError)(_invalid)
    api.exception_handler(Exception)(_broken)


def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, _("There is nothing here that may be shown."))


def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, error.message)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(422, " ".join(_sentence(one) for one in error.errors))


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """As Django does with what nobody expected: told to whoever watches, logged with its traceback."""
    got_request_exception.send(sender=None, request=request)
    answer = problem(500, _("Something broke here. It is on record; ask again a little later."))
    log_response("%s: %s", HTTPStatus(500).phrase, request.path, response=answer, request=request, exception=error)
    return answer


def _sentence(error: dict) -> str:
    return f"{error['loc'][-1]}: {error['msg']}."


def no_cursor() -> HttpError:
    return HttpError(422, _("This is no cursor of ours. Take the one from the last answer, or none."))


def refuse_unknown(request: HttpRequest, known: Iterable[str]) -> None:
    """A parameter that nobody reads would be a filter that does not filter."""
    if unknown := sorted(set(request.GET) - set(known)):
        message = _("There is no parameter “%(name)s” here. There are: %(known)s.")
        raise HttpError(422, message % {"name": unknown[0], "known": ", ".join(known) or "—"})
