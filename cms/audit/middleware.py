from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from cms.audit import origin
from cms.audit.models import Action
from cms.audit.record import record

ADMIN = "/admin/"
LONGEST_QUERY = 500


class AuditMiddleware:
    """Lets entries know the request they come from, and records whatever leaves the admin as a file.

    Must stand behind the middleware that authenticates. Costs no query where nothing is recorded.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        leave = origin.enter(request)
        try:
            response = self.get_response(request)
            if request.path_info.startswith(ADMIN) and _is_export(response) and request.user.is_authenticated:
                # Before the first byte is sent: what cannot be recorded is not handed out.
                record(
                    Action.EXPORTED,
                    title=_filename(response),
                    details={"query": origin.safe_query(request)[:LONGEST_QUERY]},
                )
            return response
        finally:
            leave()


def _is_export(response: HttpResponse) -> bool:
    """By what the answer is, so that exports of any view, also of later ones, are found."""
    disposition = response.headers.get("Content-Disposition", "")
    return response.status_code == 200 and disposition.lower().startswith("attachment")


def _filename(response: HttpResponse) -> str:
    return response.headers["Content-Disposition"].partition("filename=")[2].strip('"')
