"""Devices that somebody has signed in from before, remembered in a signed cookie on the device itself."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from cms.users.models import User
from cms.users.notices import notify

COOKIE = "known_device"
MAX_AGE = 365 * 24 * 60 * 60
# People who share a computer.
MAX_USERS = 20


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """After a complete sign-in. Tells the user by mail if this device has not been seen with this account."""
    known = _known_users(request)
    if user.pk not in known:
        notify(user, "new_device", request)
    users = [*(pk for pk in known if pk != user.pk), user.pk][-MAX_USERS:]
    response.set_cookie(
        COOKIE,
        signing.dumps(users, salt=COOKIE),
        max_age=MAX_AGE,
        path="/admin/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known_users(request: HttpRequest) -> list[int]:
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=MAX_AGE)
    except signing.BadSignature:
        return []
