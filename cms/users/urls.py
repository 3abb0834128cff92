"""Every address that signs somebody in or changes what signing in needs; included below /admin/, before Wagtail's.

A list of our own instead of allauth's: what is not here, such as signing up, does not exist.
Wagtail's password reset and account forms are switched off in cms/settings/sign_in.py, its login page is shadowed.
"""

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin.localization import get_localized_response
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms.users import email, views
from cms.users.single_sign_on import unless_down


def page(view: type[View], title: str, *, template: str = "users/form.html", **context: str) -> Callable:
    return view.as_view(template_name=template, extra_context={"title": title} | context)


def in_own_language(view: Callable) -> Callable:
    return lambda request, *args, **kwargs: get_localized_response(view, request, *args, **kwargs)


signed_out = [
    path("login/", page(views.SignInView, _("Sign in"), template="users/sign_in.html"), name="account_login"),
    path(
        "login/code/",
        page(second_factor.AuthenticateView, _("Enter the code"), template="users/code.html", submit=_("Sign in")),
        name="mfa_authenticate",
    ),
    path(
        "login/inactive/",
        page(account.AccountInactiveView, _("This account is closed"), template="users/inactive.html"),
        name="account_inactive",
    ),
    path(
        "logout/",
        page(account.LogoutView, _("Sign out"), submit=_("Sign out"), back="wagtailadmin_home"),
        name="account_logout",
    ),
    path("login/<slug:provider_id>/", require_POST(unless_down(openid_connect.login)), name="openid_connect_login"),
    path("login/<slug:provider_id>/callback/", unless_down(openid_connect.callback), name="openid_connect_callback"),
    path(
        "password_reset/",
        page(
            views.RequestResetView,
            _("Forgotten your password?"),
            intro=_("We will send you a link with which you can set a new one."),
            submit=_("Send the link"),
            back="account_login",
        ),
        name="account_reset_password",
    ),
    path(
        "password_reset/sent/",
        page(account.PasswordResetDoneView, _("Look into your mailbox"), template="users/reset_sent.html"),
        name="account_reset_password_done",
    ),
    path(
        "password_reset/done/",
        page(account.PasswordResetFromKeyDoneView, _("Your password was changed"), template="users/reset_done.html"),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password_reset/confirm/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        page(account.PasswordResetFromKeyView, _("Set a new password"), template="users/reset.html"),
        name="account_reset_password_from_key",
    ),
    re_path(
        r"^account/email/confirm/(?P<key>[-:\w]+)/$",
        page(email.ConfirmEmailView, _("Confirm your e-mail address"), template="users/confirm_email.html"),
        name="account_confirm_email",
    ),
]

signed_in = [
    path(
        "account/reauthenticate/",
        page(
            account.ReauthenticateView,
            _("Is it you?"),
            intro=_("Please enter your password again before you go on."),
            submit=_("Continue"),
            back="wagtailadmin_account",
        ),
        name="account_reauthenticate",
    ),
    path(
        "account/reauthenticate/code/",
        page(
            second_factor.ReauthenticateView,
            _("Is it you?"),
            intro=_("Please enter a code from your authenticator app before you go on."),
            submit=_("Continue"),
            back="wagtailadmin_account",
        ),
        name="mfa_reauthenticate",
    ),
    path(
        "account/password/",
        page(
            views.ChangePasswordView,
            _("Change your password"),
            intro=_("All other devices will be signed out."),
            submit=_("Change the password"),
            back="wagtailadmin_account",
        ),
        name="account_change_password",
    ),
    path(
        "account/email/",
        page(
            email.ChangeEmailView,
            _("Change your e-mail address"),
            template="users/email.html",
            back="wagtailadmin_account",
        ),
        name="account_email",
    ),
    path(
        "account/second-factor/",
        page(views.SecondFactorView, _("Second factor"), template="users/second_factor.html"),
        name="mfa_index",
    ),
    path(
        "account/second-factor/app/",
        page(views.ActivateView, _("Set up the authenticator app"), template="users/activate.html"),
        name="mfa_activate_totp",
    ),
    path(
        "account/second-factor/remove/",
        page(
            totp.DeactivateTOTPView,
            _("Remove the authenticator app?"),
            intro=_("Signing in will need only the password."),
            submit=_("Remove"),
            back="mfa_index",
        ),
        name="mfa_deactivate_totp",
    ),
    path(
        "account/second-factor/recovery-codes/",
        page(recovery_codes.ViewRecoveryCodesView, _("Recovery codes"), template="users/recovery_codes.html"),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/second-factor/recovery-codes/new/",
        page(
            recovery_codes.GenerateRecoveryCodesView,
            _("Make new recovery codes?"),
            intro=_("The old codes will no longer work."),
            submit=_("Make new codes"),
            back="mfa_view_recovery_codes",
        ),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/sessions/",
        page(views.SessionsView, _("Signed-in devices"), template="users/sessions.html"),
        name="usersessions_list",
    ),
]

urlpatterns = decorate_urlpatterns(signed_out + decorate_urlpatterns(signed_in, in_own_language), never_cache)
