"""The headers by which browsers refuse what no page of ours does; the settings say which (cms/settings/security.py)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.security import SecurityMiddleware

# What other hosts may show: pictures in feed readers, style sheets of an article that somebody saved.
SHARED_FILES = ("/media/", "/static/", "/documents/")


class SecurityHeadersMiddleware(SecurityMiddleware):
    """Stands before everything else, so that answers of other middleware have the headers too.

    Django's own stands further in as well: its redirect to https needs to know that the host is ours.
    """

    def process_request(self, request: HttpRequest) -> None:
        return None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response = super().process_response(request, response)
        shared = request.path_info.startswith(SHARED_FILES)
        headers = {
            "Content-Security-Policy": content_policy(request, framed=is_preview(request, response)),
            "Permissions-Policy": permissions_policy(),
            "Cross-Origin-Resource-Policy": "cross-origin" if shared else "same-origin",
        }
        # Files and documents come with a stricter policy of their own.
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response


def is_preview(request: HttpRequest, response: HttpResponseBase) -> bool:
    """The admin frames these: pages, rendered through a request that Wagtail makes up, and examples of blocks."""
    return getattr(request, "is_dummy", False) or response.headers.get("X-Frame-Options") == "SAMEORIGIN"


def content_policy(request: HttpRequest, framed: bool) -> str:
    policies = settings.CONTENT_POLICIES
    policy = next(policy for prefix, policy in policies.items() if request.path_info.startswith(prefix))
    directives = [f"{name} {sources}" for name, sources in policy.items()]
    directives.append("frame-ancestors 'self'" if framed else "frame-ancestors 'none'")
    if request.is_secure():
        directives.append("upgrade-insecure-requests")
    return "; ".join(directives)


def permissions_policy() -> str:
    rules = []
    for feature, origins in settings.PERMISSIONS.items():
        allowed = "" if origins is None else " ".join(["self", *(f'"{origin}"' for origin in origins)])
        rules.append(f"{feature}=({allowed})")
    return ", ".join(rules)
