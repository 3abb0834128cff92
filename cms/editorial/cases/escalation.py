"""Overdue tracks are told upwards: first to those who oversee the site's cases, then to those who supervise all."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.models import GroupSitePermission, Site

from cms.editorial.cases.models import CaseEntry, Track
from cms.editorial.cases.working_days import WorkingDays
from cms.users.tasks import send_mail

# Level -> permission of those who are told, working days after the deadline.
LEVELS = {1: ("oversee_case", 1), 2: ("supervise_case", 3)}


def escalate() -> int:
    """Tells what is overdue and has not been told yet; the number of mails. Runs as often as one likes."""
    with override(settings.LANGUAGE_CODE):
        days = WorkingDays()
        return sum(_escalate(pk, days) for pk in Track.objects.overdue().values_list("pk", flat=True))


@transaction.atomic
def _escalate(pk: int, days: WorkingDays) -> int:
    """Mark, timeline and queued mails commit together; of two schedulers the second finds nothing left to do."""
    track = Track.objects.overdue().select_for_update(of=("self",)).select_related("case__site").filter(pk=pk).first()
    if track is None:
        return 0
    late = days.between(track.due_on, timezone.localdate())
    mails = 0
    for level, (permission, after) in LEVELS.items():
        if track.escalated < level and late >= after:
            mails += _tell(track, level, permission, late)
            # Not `save`, which counts the deadline anew.
            Track.objects.filter(pk=pk).update(escalated=level)
    return mails


def _tell(track: Track, level: int, permission: str, late: int) -> int:
    case = track.case
    people = people_with(permission, case.site)
    words = {
        "track": track.get_kind_display(),
        "case": case.title,
        "site": case.site.site_name or case.site.hostname,
        "day": date_format(track.due_on, "DATE_FORMAT"),
        "late": ngettext("%(count)s working day", "%(count)s working days", late) % {"count": late},
        "responsible": track.responsible or _("nobody yet"),
        "link": settings.WAGTAILADMIN_BASE_URL + reverse("wagtailsnippets_cases_case:inspect", args=[case.pk]),
    }
    words["people"] = _in_words(people, level) if people else _("nobody, there is no address")
    text = _("Overdue by %(late)s. Told to: %(people)s.") % words
    case.entries.create(track=track.kind, kind=CaseEntry.Kind.OVERDUE, text=text)
    subject = _("Overdue: %(case)s (%(track)s, %(site)s)") % words
    body = _(
        "“%(case)s” (%(site)s) was due on %(day)s and is overdue by %(late)s.\n\n"
        "Track: %(track)s\nResponsible: %(responsible)s\n\n%(link)s"
    )
    for person in people:
        send_mail.enqueue(subject, body % words, person.email)
    return len(people)


def _in_words(people: QuerySet[AbstractBaseUser], level: int) -> str:
    """Those who oversee the site by name. Of the prefecture's people a county knows that they are told, not who."""
    if level > 1:
        count = len(people)
        return ngettext("the prefecture (%(count)s person)", "the prefecture (%(count)s people)", count) % {
            "count": count
        }
    return "、".join(person.display_name for person in people)


def people_with(permission: str, site: Site) -> QuerySet[AbstractBaseUser]:
    """Who holds the right on that site by a group, may sign in and can be reached."""
    grants = GroupSitePermission.objects.filter(
        site=site, permission__codename=permission, permission__content_type__app_label="cases"
    )
    people = get_user_model().objects.filter(groups__in=grants.values("group"), is_active=True)
    return people.exclude(email="").distinct().order_by("pk")
