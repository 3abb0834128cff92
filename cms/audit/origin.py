"""Who is at work, and from where: the request under way, or the command that this process runs."""

import sys
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, quote

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.utils.module_loading import import_string
from wagtail.log_actions import get_active_log_context

from cms.audit.secrets import is_secret

HIDDEN = "…"


@dataclass
class Origin:
    """`recorded` remembers this request's entries: (action, kind of object, number) -> the entry's key."""

    request: HttpRequest | None = None
    recorded: dict[tuple[str, str, str], int] = field(default_factory=dict)
    home_sites: dict[int, int | None] = field(default_factory=dict)

    @property
    def actor(self) -> AbstractBaseUser | None:
        """Whom the session or, for the API, the token has authenticated; outside requests whom Wagtail was told."""
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            user = get_active_log_context().user
        if user is None or not user.is_authenticated:
            return None
        # Not the request's lazy stand-in, whose class is another.
        return getattr(user, "_wrapped", user)

    @property
    def address(self) -> str:
        return import_string(settings.CLIENT_ADDRESS)(self.request) if self.request else ""

    @property
    def agent(self) -> str:
        return self.request.headers.get("User-Agent", "") if self.request else ""

    def __str__(self) -> str:
        return f"{self.request.method} {_safe_path(self.request)}" if self.request else _command()


_current: ContextVar[Origin | None] = ContextVar("audit_origin", default=None)


def current() -> Origin:
    """Outside requests a new one each time: a process that runs for weeks must not remember what it has recorded."""
    return _current.get() or Origin()


def enter(request: HttpRequest) -> Callable[[], None]:
    """Makes the request the current one; call what it returns at the end."""
    token = _current.set(Origin(request))
    return lambda: _current.reset(token)


def safe_query(request: HttpRequest) -> str:
    pairs = parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)
    return "&".join(f"{quote(name)}={HIDDEN if is_secret(name) else quote(value)}" for name, value in pairs)


def _safe_path(request: HttpRequest) -> str:
    """Without what opens a door, such as the key in the address of a password reset."""
    path = request.path
    match = request.resolver_match
    for name, value in (match.kwargs if match else {}).items():
        if value and is_secret(name):
            path = path.replace(str(value), HIDDEN)
    return path


def _command() -> str:
    """The program and its first argument, `manage.py provision_sites`; later ones may hold anything."""
    return " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]])
