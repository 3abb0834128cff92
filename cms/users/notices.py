"""Mail about one's own account: what happened, when, from where, and what to do if it was somebody else."""

import re

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.users.addresses import client_address
from cms.users.models import User
from cms.users.tasks import send_mail

NOTICES = {
    "new_device": (_("Sign-in from a new device"), _("Somebody has signed in to your account from a new device.")),
    "account/email/password_changed": (_("Password changed"), _("The password of your account was changed.")),
    "account/email/password_reset": (_("Password reset"), _("The password of your account was reset by mail.")),
    "account/email/email_changed": (_("E-mail address changed"), _("Your account has a new e-mail address now.")),
    "changed_by_administrator": (
        _("Account changed"),
        _("An administrator has changed the password or the e-mail address of your account."),
    ),
    "mfa/email/totp_activated": (
        _("Second factor set up"),
        _("An authenticator app was set up for your account. Signing in now needs its codes."),
    ),
    "mfa/email/totp_deactivated": (
        _("Second factor removed"),
        _("The authenticator app was removed from your account. Signing in needs only the password."),
    ),
    "mfa/email/recovery_codes_generated": (
        _("New recovery codes"),
        _("New recovery codes were made for your account. The old ones no longer work."),
    ),
    "socialaccount/email/account_connected": (
        _("Single sign-on connected"),
        _("Your account can now be used through single sign-on."),
    ),
}

# What a user agent calls itself, most particular first: nearly all of them also claim to be Chrome or Safari.
BROWSERS = {
    "MicroMessenger": _("WeChat"),
    "DingTalk": _("DingTalk"),
    "QQBrowser": _("QQ Browser"),
    "QuarkPC|Quark": _("Quark"),
    "UCBrowser": _("UC Browser"),
    "HuaweiBrowser": _("Huawei Browser"),
    "Edg": "Edge",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "OpenHarmony|HarmonyOS": "HarmonyOS",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Macintosh": "macOS",
    "Linux": "Linux",
}


def notify(user: User, kind: str, request: HttpRequest, email: str = "") -> None:
    """Mails a notice from NOTICES to the user, or to an address that was the user's until now."""
    recipient = email or user.email
    if not recipient:
        return
    subject, sentence = NOTICES[kind]
    context = {
        "user": user,
        "sentence": sentence,
        "when": timezone.localtime(),
        "address": client_address(request) or _("unknown"),
        "browser": browser_name(request.headers.get("User-Agent", "")),
        "password_url": request.build_absolute_uri(reverse("account_change_password")),
        "sessions_url": request.build_absolute_uri(reverse("usersessions_list")),
    }
    send_mail.enqueue(str(subject), render_to_string("users/mail/notice.txt", context), recipient)


def browser_name(user_agent: str) -> str:
    """A name that people know, such as "Firefox, Windows"."""
    names = (_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent))
    return ", ".join(str(name) for name in names if name) or str(_("unknown"))


def _first(names: dict[str, str], user_agent: str) -> str:
    return next((name for pattern, name in names.items() if re.search(pattern, user_agent)), "")
