"""What nobody has confirmed in time goes off the web again."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core.release import Basis
from cms.editorial.gate.models import Clearance, UrgentRelease
from cms.editorial.recall.models import Reason
from cms.editorial.recall.recalling import recall_page
from cms.editorial.urgent.reminding import HOURS, remind


def remind_all() -> None:
    """The last reminder whose time has come; those before it are passed over."""
    now = timezone.now()
    for release in UrgentRelease.objects.standing().filter(due_at__gt=now).select_related("page"):
        age = now - release.created_at
        hours = max(hours for hours in HOURS if age >= timedelta(hours=hours))
        remind(release, hours)


def withdraw(release: UrgentRelease) -> bool:
    """Whether it took something down. Where something else has been approved since, only the release ends."""
    with transaction.atomic():
        release = UrgentRelease.objects.select_for_update(of=("self",)).select_related("page").get(pk=release.pk)
        if release.confirmed_at or release.withdrawn_at or release.due_at > timezone.now():
            return False
        is_live = _is_what_is_live(release)
        if is_live:
            explanation = _("Nobody has confirmed it within 24 hours. It was put out by %(person)s: %(reason)s") % {
                "person": release.by,
                "reason": release.reason,
            }
            recall_page(
                Page.objects.get(pk=release.page_id), None, reason=Reason.UNCONFIRMED, explanation=explanation[:500]
            )
        release.withdrawn_at = timezone.now()
        release.save(update_fields=["withdrawn_at"])
    return is_live


def _is_what_is_live(release: UrgentRelease) -> bool:
    if release.page is None or not release.page.live:
        return False
    return Clearance.objects.of(release).open().filter(basis=Basis.URGENT).exists()
