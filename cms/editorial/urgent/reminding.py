"""Mails to those who are to confirm an urgent notice, through the task queue."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowTask

from cms.editorial.gate.models import UrgentRelease
from cms.editorial.review.models import ReviewStage
from cms.editorial.urgent.models import Reminder
from cms.users.tasks import send_mail

# After so many hours; the first at once.
HOURS = (0, 12, 20)


def remind(release: UrgentRelease, hours: int) -> None:
    """Once for each release and hour, however often it is asked for."""
    _reminder, is_new = Reminder.objects.get_or_create(release=release, hours=hours)
    if not is_new or release.page is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Urgent notice to be confirmed: %(title)s") % {"title": release.page.title}
        address = settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_pages:edit", args=[release.page_id])
        body = render_to_string("urgent/mail.txt", {"release": release, "address": address})
    for person in confirmers(release):
        send_mail.enqueue(subject, body, person.email)


def confirmers(release: UrgentRelease) -> QuerySet[AbstractBaseUser]:
    """Everybody who sits at a stage of the page's review; not the one who put it out."""
    workflow = Page.objects.get(pk=release.page_id).get_workflow()
    if workflow is None:
        return get_user_model().objects.none()
    tasks = WorkflowTask.objects.filter(workflow=workflow, task__active=True).values("task")
    groups = ReviewStage.groups.through.objects.filter(reviewstage__in=tasks).values("group")
    people = get_user_model().objects.filter(groups__in=groups, is_active=True).exclude(email="")
    return people.exclude(pk=release.by_id).distinct()
