"""Where the admin's own screens touch the door: the account menu, and the form with which users are edited."""

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks

from cms.users.models import User
from cms.users.notices import notify


def _item(route: str, label: str, help_text: str) -> dict[str, str]:
    return {"url": reverse(route), "label": label, "help_text": help_text}


@hooks.register("register_account_menu_item", order=10)
def second_factor_item(request: HttpRequest) -> dict[str, str]:
    return _item("mfa_index", _("Second factor"), _("Codes from your phone, and recovery codes."))


@hooks.register("register_account_menu_item", order=20)
def password_item(request: HttpRequest) -> dict[str, str] | None:
    if not request.user.has_usable_password():
        return None
    return _item("account_change_password", _("Change password"), _("Signs out all other devices."))


@hooks.register("register_account_menu_item", order=30)
def email_item(request: HttpRequest) -> dict[str, str]:
    return _item("account_email", _("Change e-mail address"), _("Where links and warnings about your account go."))


@hooks.register("register_account_menu_item", order=40)
def sessions_item(request: HttpRequest) -> dict[str, str]:
    return _item("usersessions_list", _("Signed-in devices"), _("See where you are signed in, and sign out there."))


@hooks.register("before_edit_user")
def ask_again_before_editing_oneself(request: HttpRequest, user: User) -> None:
    """The form for users would change one's own password without asking for the old one."""
    if request.method == "POST":
        if user == request.user:
            raise_if_reauthentication_required(request, app="allauth.account")
        request.credentials_before = (user.password, user.email)


@hooks.register("after_edit_user")
def tell_the_person(request: HttpRequest, user: User) -> None:
    before = request.credentials_before
    if (user.password, user.email) != before:
        notify(user, "changed_by_administrator", request, email=before[1])
