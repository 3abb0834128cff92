"""How allauth behaves here: what it may do, what it says, and which mail it sends."""

import base64
import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from cms.users.addresses import client_address
from cms.users.devices import remember_device
from cms.users.models import User
from cms.users.notices import NOTICES, notify
from cms.users.single_sign_on import second_factor_vouched

# Somebody who has just given the password need not give it again to set up the second factor.
RECENT_SIGN_IN = 5 * 60

# allauth's own words, by the name of its template; it says nothing where nothing stands here.
SAYINGS = {
    "account/messages/logged_out.txt": _("You are signed out."),
    "account/messages/password_changed.txt": _("Your password was changed. All other devices were signed out."),
    "mfa/messages/totp_activated.txt": _("Your authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app was removed."),
    "mfa/messages/recovery_codes_generated.txt": _("Here are new recovery codes. Keep them in a safe place."),
    "usersessions/messages/sessions_logged_out.txt": _("All other devices were signed out."),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The user name or the password is wrong. Please try again."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This code is wrong or has been used."),
        "invalid_password_reset": _("This link is no longer valid."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Forms only: every way in that nobody uses is one to guard less."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        if address := client_address(request):
            return address
        raise PermissionDenied("The server does not say who asks.")

    def get_login_stages(self) -> list[str]:
        return ["cms.users.adapters.SecondFactorStage"]

    def post_login(self, request: HttpRequest, user: User, **kwargs) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        remember_device(request, response, user)
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        if app == "allauth.mfa":
            records = get_authentication_records(self.request, self.request.user)
            passwords = (record["at"] for record in records if record["method"] == "password")
            if any(time.time() - at < RECENT_SIGN_IN for at in passwords):
                return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("wagtailadmin_account")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        text = message or SAYINGS.get(message_template)
        if text:
            messages.add_message(request, level, text % (message_context or {}), extra_tags=extra_tags)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict | None = None, email: str | None = None
    ) -> None:
        if template_prefix in NOTICES:
            notify(user, template_prefix, self.request, email or "")


class SecondFactorStage(AuthenticateStage):
    """Asks for the code, unless the identity provider says that it has asked for a second factor itself."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if second_factor_vouched(self.login):
            record_authentication(self.request, self.login.user, "mfa", type="provider")
            return None, True
        return super().handle()


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _("A second factor is required here. You can move it to another phone."),
    }

    def get_totp_label(self, user: User) -> str:
        return user.get_username()

    def get_totp_issuer(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not settings.SECOND_FACTOR_REQUIRED

    def encrypt(self, text: str) -> str:
        """A stolen copy of the database must not be able to make codes."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [salted_hmac("cms.users.second_factor", "", secret=key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
