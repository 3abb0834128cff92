"""Mail leaves in the background: a slow server must not slow a sign-in, nor tell by its slowness who has an account."""

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.core import mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django_tasks import task

from cms.users.links import password_path


@task()
def send_mail(subject: str, body: str, recipient: str) -> None:
    _send(subject, body, recipient)


@task()
def send_reset_mails(email: str, origin: str) -> None:
    """To each active account with this address and a password. Without one nothing is sent, and nobody is told.

    origin: scheme and host of the site that was asked.
    """
    # Django's form also compares addresses as Unicode does, so that no look-alike gets the mail of another.
    for user in PasswordResetForm().get_users(email):
        context = {"user": user, "url": origin + password_path(user)}
        _send(_("Set a new password"), render_to_string("users/mail/password_reset.txt", context), user.email)


def _send(subject: str, body: str, recipient: str) -> None:
    mail.send_mail(f"[{settings.WAGTAIL_SITE_NAME}] {subject}", body.strip(), None, [recipient])
