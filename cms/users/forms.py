"""allauth's forms with our words, our limits and the fields that the admin's look expects."""

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.account.fields import EmailField
from allauth.core import context
from allauth.mfa.base import forms as code_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cms.users.guesses import refuse_if_locked
from cms.users.tasks import send_reset_mails


class Plain:
    """Labels stand above the fields: no second label inside, no link in the help text, the cursor in the first."""

    labels: dict[str, str] = {}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for index, (name, field) in enumerate(self.fields.items()):
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            if name in ("password", "oldpassword"):
                field.help_text = ""
            if name == "code":
                field.widget.attrs["inputmode"] = "numeric"
            if index == 0:
                field.widget.attrs["autofocus"] = True


class SignInForm(Plain, account_forms.LoginForm):
    labels = {"login": _("User name"), "password": _("Password")}

    def add_prefix(self, field_name: str) -> str:
        """In the page the field is called as outsiders know it."""
        return super().add_prefix("username" if field_name == "login" else field_name)


class ReauthenticateForm(Plain, account_forms.ReauthenticateForm):
    labels = {"password": _("Password")}


class ChangePasswordForm(Plain, account_forms.ChangePasswordForm):
    labels = {
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("New password once more"),
    }

    def clean_oldpassword(self) -> str:
        """Through the counted way: a stolen session must not be a place to guess at leisure."""
        password = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password


class NewPasswordForm(Plain, account_forms.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("New password once more")}


class RequestResetForm(Plain, account_forms.ResetPasswordForm):
    labels = {"email": _("E-mail address of your account")}

    def clean_email(self) -> str:
        """Looks nobody up: the answer must be the same, and as fast, for an address that nobody has."""
        return self.cleaned_data["email"]

    def save(self, request: HttpRequest, **kwargs) -> None:
        send_reset_mails.enqueue(self.cleaned_data["email"], f"{request.scheme}://{request.get_host()}")


class ChangeEmailForm(Plain, account_forms.UserForm):
    email = EmailField(label=_("New e-mail address"))

    def clean_email(self) -> str:
        if self.cleaned_data["email"] == self.user.email.lower():
            raise ValidationError(_("This is your address already."), code="same_as_current")
        return self.cleaned_data["email"]


class Counted(Plain):
    """A code is a guess like a password, and good only once."""

    labels = {"code": _("Code")}

    def clean_code(self) -> str:
        refuse_if_locked(context.request, self.user)
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP and not _claim(self.authenticator, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(Counted, code_forms.AuthenticateForm):
    pass


class ReauthenticateByCodeForm(Counted, code_forms.ReauthenticateForm):
    pass


class ActivateForm(Plain, ActivateTOTPForm):
    labels = {"code": _("Code from the app")}


def _claim(authenticator: Authenticator, code: str) -> bool:
    """False if this code was the last one. allauth remembers that in one process's memory only (65.21)."""
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        if row.data.get("last_code") == code:
            return False
        row.data["last_code"] = code
        row.save(update_fields=["data"])
    return True
