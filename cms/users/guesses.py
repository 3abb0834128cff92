"""How often one may guess and ask: counted in the database, so that all processes count together."""

import hashlib
from datetime import datetime, timedelta

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_username, get_cool_off
from axes.models import AccessAttempt
from axes.signals import user_locked_out
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.users.models import CountedRequest, User


class GuessHandler(AxesDatabaseHandler):
    """Two limits where axes knows one: of an account from anywhere, and of an address for all accounts together."""

    def get_failures(self, request: HttpRequest, credentials: dict | None = None) -> int:
        account, address = (self._failures(rows) for rows in self.get_user_attempts(request, credentials))
        return max(account, address) if address >= settings.ADDRESS_FAILURE_LIMIT else account

    def open_again_at(self, request: HttpRequest, credentials: dict | None = None) -> datetime:
        account, address = self.get_user_attempts(request, credentials)
        full = address if self._failures(address) >= settings.ADDRESS_FAILURE_LIMIT else account
        last = full.aggregate(Max("attempt_time"))["attempt_time__max"] or timezone.now()
        return last + get_cool_off(request)

    def reset_user_attempts(self, request: HttpRequest, credentials: dict | None = None) -> int:
        """After a sign-in only the account's own failures: else one good password would buy guesses at others."""
        username = get_client_username(request, credentials)
        return AccessAttempt.objects.filter(username=username).delete()[0]

    @staticmethod
    def _failures(rows) -> int:
        return rows.aggregate(Sum("failures_since_start"))["failures_since_start__sum"] or 0


def refuse_if_locked(request: HttpRequest, user: User) -> None:
    """For codes, of which axes knows nothing. Raises ValidationError; AxesMiddleware then answers with `locked_out`."""
    credentials = {"username": user.get_username()}
    if not AxesProxyHandler.is_allowed(request, credentials):
        request.axes_locked_out = True
        request.axes_credentials = credentials
        user_locked_out.send(
            "axes", request=request, username=credentials["username"], ip_address=request.axes_ip_address
        )
        raise ValidationError(_("Too many attempts."))


def count_wrong_code(sender: type, request: HttpRequest, user: User, **kwargs) -> None:
    """Receives allauth's signal: a wrong code weighs as much as a wrong password."""
    AxesProxyHandler.user_login_failed(sender, {"username": user.get_username()}, request)


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict | None) -> HttpResponse:
    """The setting AXES_LOCKOUT_CALLABLE."""
    return too_many(request, AxesProxyHandler.get_implementation().open_again_at(request, credentials))


def too_many(request: HttpRequest, until: datetime) -> HttpResponse:
    """A page that says when to try again and whom to ask."""
    wait = max(until - timezone.now(), timedelta(minutes=1))
    context = {"title": _("Please wait a little"), "until": until, "minutes": -(-wait.seconds // 60)}
    response = render(request, "users/too_many.html", context, status=429)
    response["Retry-After"] = wait.seconds
    return response


def full_until(action: str, key: str, limit: int, window: timedelta) -> datetime | None:
    """Counts one request. None if it may pass, else when the next one may."""
    now = timezone.now()
    hashed = hashlib.sha256(key.encode()).hexdigest()
    CountedRequest.objects.filter(action=action, at__lte=now - window).delete()
    earlier = CountedRequest.objects.filter(action=action, key=hashed).order_by("at")
    if earlier.count() >= limit:
        return earlier.first().at + window
    CountedRequest.objects.create(action=action, key=hashed)
    return None
