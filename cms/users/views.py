"""allauth's views where ours answer differently; the addresses are in urls.py."""

from datetime import timedelta

from allauth.account import views as account_views
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.mixins import RedirectAuthenticatedUserMixin
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.generic.edit import FormView

from cms.users.addresses import counted_address
from cms.users.door import second_factor_missing
from cms.users.guesses import full_until, too_many
from cms.users.notices import browser_name

HOUR = timedelta(hours=1)
RESETS_PER_ACCOUNT = 3
RESETS_PER_ADDRESS = 20


class SignInView(account_views.LoginView):
    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            if second_factor_missing(request, request.user):
                query = urlencode({REDIRECT_FIELD_NAME: self.get_next_url() or reverse("wagtailadmin_home")})
                return redirect(f"{reverse('mfa_activate_totp')}?{query}")
            if not request.user.has_perm("wagtailadmin.access_admin"):
                # The admin sends them here; allauth would send them back.
                return super(RedirectAuthenticatedUserMixin, self).dispatch(request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        for provider in settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", []):
            context["single_sign_on"] = {
                "name": provider["name"],
                "url": reverse("openid_connect_login", args=[provider["provider_id"]]),
            }
        return context


class ActivateView(ActivateTOTPView):
    """Sets up the authenticator app, or moves it to another phone: the old one works until the new one has."""

    @method_decorator(reauthentication_required(app="allauth.mfa"))
    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return FormView.dispatch(self, request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        proven = not second_factor_missing(self.request, self.request.user)
        return super().get_context_data(**kwargs) | {"proven": proven}

    @transaction.atomic
    def form_valid(self, form) -> HttpResponse:
        user = self.request.user
        for old in Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP):
            old.delete()
            authenticator_removed.send(sender=Authenticator, request=self.request, user=user, authenticator=old)
            end_other_sessions(self.request, user)
        response = super().form_valid(form)
        # The code just entered is this session's proof.
        record_authentication(self.request, user, "mfa", type=Authenticator.Type.TOTP)
        return response


class RequestResetView(account_views.PasswordResetView):
    def form_valid(self, form) -> HttpResponse:
        email = form.cleaned_data["email"]
        until = full_until("reset/address", counted_address(self.request) or "", RESETS_PER_ADDRESS, HOUR)
        until = until or full_until("reset/account", email, RESETS_PER_ACCOUNT, HOUR)
        return too_many(self.request, until) if until else super().form_valid(form)


class ChangePasswordView(account_views.PasswordChangeView):
    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated and not request.user.has_usable_password():
            # Who signs in elsewhere has no password here, and needs none.
            return redirect("wagtailadmin_account")
        return super().dispatch(request, *args, **kwargs)


class SecondFactorView(IndexView):
    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"can_remove": not settings.SECOND_FACTOR_REQUIRED}


class SessionsView(ListUserSessionsView):
    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        for session in context["sessions"]:
            session.browser = browser_name(session.user_agent)
        return context
