"""Sign-in through an OpenID Connect provider: for people who have an account here, and for nobody else."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

import requests
from allauth.account.models import Login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cms.users.models import User

logger = logging.getLogger(__name__)


def unless_down(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For allauth's two views, which let errors of the network through before they know what to ask (65.21)."""

    @wraps(view)
    def guarded(request: HttpRequest, provider_id: str) -> HttpResponse:
        try:
            return view(request, provider_id)
        except requests.RequestException as error:
            return _failure(request, error)

    return guarded


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Finds the person, at the first time by claim or address and later by the provider's own number.

        Superusers are refused: whoever rules the provider would rule the platform.
        """
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise ImmediateHttpResponse(_refusal(request, sociallogin))
        user = sociallogin.user if sociallogin.is_existing else _find_user(_claims(sociallogin))
        if user is None or user.is_superuser:
            raise ImmediateHttpResponse(_refusal(request, sociallogin))
        if not sociallogin.is_existing:
            sociallogin.connect(request, user)

    def on_authentication_error(
        self, request: HttpRequest, provider, error=None, exception=None, extra_context=None
    ) -> None:
        cancelled = error == AuthError.CANCELLED
        raise ImmediateHttpResponse(redirect("account_login") if cancelled else _failure(request, exception or error))


def second_factor_vouched(login: Login) -> bool:
    """True if the provider's signed token says that it asked for several factors ("amr", RFC 8176)."""
    sociallogin = (login.signal_kwargs or {}).get("sociallogin")
    if sociallogin is None:
        return False
    methods = sociallogin.account.extra_data.get("id_token", {}).get("amr", [])
    return "mfa" in methods if isinstance(methods, list) else False


def _claims(sociallogin: SocialLogin) -> dict[str, Any]:
    data = sociallogin.account.extra_data
    return data.get("id_token", {}) | data.get("userinfo", {})


def _find_user(claims: dict[str, Any]) -> User | None:
    if settings.OIDC_USERNAME_CLAIM:
        found = User.objects.filter(username=claims.get(settings.OIDC_USERNAME_CLAIM) or None)
    elif claims.get("email") and claims.get("email_verified") is True:
        found = User.objects.filter(email__iexact=claims["email"])
    else:
        return None
    people = list(found.filter(is_active=True)[:2])
    return people[0] if len(people) == 1 else None


def _failure(request: HttpRequest, error: object) -> HttpResponse:
    logger.warning("Single sign-on failed: %s", error)
    messages.error(request, _("Single sign-on did not work. Please try again."))
    return redirect("account_login")


def _refusal(request: HttpRequest, sociallogin: SocialLogin) -> HttpResponse:
    claims = _claims(sociallogin)
    name = claims.get(settings.OIDC_USERNAME_CLAIM or "email") or claims.get("sub")
    user_login_failed.send(sender=__name__, credentials={"username": str(name)}, request=request)
    messages.error(
        request, _("There is no account here that you may use through single sign-on. Please ask your administrator.")
    )
    return redirect("account_login")
