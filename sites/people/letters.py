"""The mail with a link for a password. The link is made when the mail leaves, so that no queue holds a working one."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task
from wagtail.models import Site

from cms.users.links import GIVEN
from sites.people.sign_in import password_link


@task()
def send_password_link(person_id: int, administrator_id: int, is_invitation: bool) -> None:
    """An invitation, or for who has had a login already the way back in."""
    users = get_user_model().objects
    person, administrator = users.get(pk=person_id), users.get(pk=administrator_id)
    site = Site.objects.filter(tenant__groups__user=person).order_by("-tenant__oversees_all", "pk").first()
    desk = " · ".join([settings.WAGTAIL_SITE_NAME, *([site.site_name] if site else [])])
    context = {
        "person": person,
        "administrator": administrator,
        "desk": desk,
        "roles": person.groups.order_by("pk"),
        "link": password_link(person),
        "ends": timezone.localtime(timezone.now() + GIVEN),
    }
    with override(settings.LANGUAGE_CODE):
        subject = _("You are invited to the editorial desk") if is_invitation else _("Please set a new password")
        template = "invitation" if is_invitation else "reset"
        text = render_to_string(f"people/letters/{template}.txt", context)
    send_mail(f"[{desk}] {subject}", text.strip() + "\n", None, [person.email])
