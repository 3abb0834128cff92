"""What a signed-in session is good for: nothing without its second factor, nothing after its time.

Whoever has given a password but not the code is nobody to every view but those that ask for the code, so that no list
of addresses to protect has to be kept: public pages, private files and interfaces all see a stranger.
"""

import time

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import get_user, logout
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.functional import SimpleLazyObject

STARTED, SEEN = "door_started", "door_seen"
# Writing the session at each request would make every reader of SQLite wait for a writer.
SEEN_EVERY = 60
# Routes that a session without its second factor may use: they lead to it or out.
ENROLMENT = {"account_login", "account_reauthenticate", "mfa_activate_totp", "account_logout"}
# The editor's own heartbeat: a page that was left open is not a person at work.
HEARTBEATS = {"wagtailadmin_editing_sessions"}


class DoorMiddleware(AuthenticationMiddleware):
    """In place of Django's own. Public pages that never ask for the user pay nothing."""

    def process_request(self, request: HttpRequest) -> None:
        request.user = SimpleLazyObject(lambda: _admitted(request))


def start(sender: type, request: HttpRequest, user: AbstractBaseUser, **kwargs) -> None:
    """Receives Django's user_logged_in."""
    request.session[STARTED] = request.session[SEEN] = int(time.time())


def second_factor_missing(request: HttpRequest, user: AbstractBaseUser) -> bool:
    """Asks the session, not the account: a code entered here, or a provider that vouched for one."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return False
    return all(record["method"] != "mfa" for record in get_authentication_records(request, user))


def _admitted(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    user = get_user(request)
    if not user.is_authenticated:
        return user
    match = _match(request)
    if _is_over(request.session):
        request.user = user
        logout(request)
        return AnonymousUser()
    if second_factor_missing(request, user) and getattr(match, "url_name", "") not in ENROLMENT:
        return AnonymousUser()
    if not HEARTBEATS & set(getattr(match, "namespaces", ())):
        _touch(request.session)
    return user


def _match(request: HttpRequest):
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


def _is_over(session) -> bool:
    now = time.time()
    return (
        now - session.get(STARTED, 0) >= settings.SESSION_COOKIE_AGE
        or now - session.get(SEEN, 0) >= settings.SESSION_IDLE_AGE
    )


def _touch(session) -> None:
    now = int(time.time())
    if now - session[SEEN] >= SEEN_EVERY:
        session[SEEN] = now
