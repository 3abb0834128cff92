"""A new e-mail address counts once the link that was sent there has been opened; the link carries what it does."""

from datetime import timedelta

from allauth.account.decorators import reauthentication_required
from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic.base import TemplateView
from django.views.generic.edit import FormView

from cms.users.forms import ChangeEmailForm
from cms.users.guesses import full_until, too_many
from cms.users.models import User
from cms.users.notices import notify
from cms.users.tasks import send_mail

SALT = "cms.users.email"
LINK_AGE = timedelta(days=1)
CHANGES_PER_HOUR = 5


@method_decorator(reauthentication_required(app="allauth.account", allow_get=True), name="dispatch")
class ChangeEmailView(LoginRequiredMixin, FormView):
    form_class = ChangeEmailForm

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form: ChangeEmailForm) -> HttpResponse:
        user, email = self.request.user, form.cleaned_data["email"]
        if until := full_until("email", str(user.pk), CHANGES_PER_HOUR, timedelta(hours=1)):
            return too_many(self.request, until)
        key = signing.dumps({"user": user.pk, "from": user.email, "to": email}, salt=SALT)
        url = self.request.build_absolute_uri(reverse("account_confirm_email", args=[key]))
        body = render_to_string("users/mail/confirm_email.txt", {"user": user, "email": email, "url": url})
        send_mail.enqueue(_("Confirm your e-mail address"), body, email)
        messages.info(
            self.request, _("We have sent a link to %(email)s. Open it to make this your address.") % {"email": email}
        )
        return redirect("account_email")


class ConfirmEmailView(TemplateView):
    """Needs no sign-in, and is none: the link may be opened on another device."""

    def get_context_data(self, **kwargs) -> dict:
        user, email = _read(self.kwargs["key"])
        return super().get_context_data(**kwargs) | {"person": user, "email": email}

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        user, email = _read(key)
        if user is None:
            return self.get(request, key=key)
        former, user.email = user.email, email
        user.save(update_fields=["email"])
        notify(user, "account/email/email_changed", request, email=former)
        old, new = (EmailAddress(user=user, email=address) for address in (former, email))
        email_changed.send(User, request=request, user=user, from_email_address=old, to_email_address=new)
        messages.success(request, _("%(email)s is your address now.") % {"email": email})
        return redirect("wagtailadmin_account" if request.user.is_authenticated else "account_login")


def _read(key: str) -> tuple[User | None, str]:
    """Whose address becomes what. Nobody's, if the link is forged, too old or overtaken by another change."""
    try:
        change = signing.loads(key, salt=SALT, max_age=LINK_AGE)
    except signing.BadSignature:
        return None, ""
    return User.objects.filter(pk=change["user"], email=change["from"], is_active=True).first(), change["to"]
