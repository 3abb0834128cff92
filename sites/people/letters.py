"""Mails to the people of the sites. Their links are made when they leave, so that no queue holds a working one."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task
from wagtail.models import Site

from sites.people.sign_in import LINK_LIFETIME, password_link


@task()
def send_password_link(person_id: int, administrator_id: int, is_invitation: bool) -> None:
    """An invitation, or for who has had a login already the way back in."""
    users = get_user_model().objects
    person, administrator = users.get(pk=person_id), users.get(pk=administrator_id)
    values = {
        "link": password_link(person),
        "ends": timezone.localtime(timezone.now() + LINK_LIFETIME),
        "roles": person.groups.order_by("pk"),
    }
    with override(settings.LANGUAGE_CODE):
        subject = _("You are invited to the editorial desk") if is_invitation else _("Please set a new password")
        template = "invitation" if is_invitation else "reset"
        _send(template, subject, person, administrator, person.email, **values)


@task()
def send_address_changed(person_id: int, administrator_id: int, old_address: str) -> None:
    """To the old address: whoever can change an address can also take over the account behind it."""
    users = get_user_model().objects
    with override(settings.LANGUAGE_CODE):
        subject = _("Your e-mail address has been changed")
        _send("address_changed", subject, users.get(pk=person_id), users.get(pk=administrator_id), old_address)


def _send(
    template: str,
    subject: str,
    person: AbstractBaseUser,
    administrator: AbstractBaseUser,
    address: str,
    **values: object,
) -> None:
    site = Site.objects.filter(tenant__groups__user=person).order_by("-tenant__oversees_all", "pk").first()
    desk = " · ".join([settings.WAGTAIL_SITE_NAME, *([site.site_name] if site else [])])
    context = {"person": person, "administrator": administrator, "desk": desk, **values}
    text = render_to_string(f"people/letters/{template}.txt", context)
    send_mail(f"[{desk}] {subject}", text.strip() + "\n", None, [address])
