"""Freeze (静默): for a time nothing goes live on one site, or on all.

It is a requirement of the gate, so it holds on every path. Recalls go on, for they only take away. Urgent notices go
on too: a freeze is ordered when something grave has happened, and then a warning of floods or of a road that is closed
must not wait; the two roles that may put one out belong to the prefecture, which ordered the freeze. Drafts, reviews
and scheduling go on; what becomes due meanwhile waits and goes out when the freeze is over.
"""

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core import formats
from cms.core.panels import site_of
from cms.core.release import Basis
from cms.editorial.gate.fingerprints import fingerprint, same_content
from cms.editorial.gate.models import Clearance
from cms.editorial.recall.models import Freeze


def frozen(page: Page, basis: Basis) -> list[str]:
    """A requirement of the gate. Asked when a publication is scheduled as well, and when two people confirm what is
    live already: both are allowed."""
    if basis == Basis.URGENT or (page.go_live_at and page.go_live_at > timezone.now()) or _is_live_already(page):
        return []
    freeze = freeze_over(page)
    if freeze is None:
        return []
    until = formats.moment(freeze.ends_at)
    return [
        _("Publishing is frozen until %(time)s: %(reason)s.") % {"time": until, "reason": freeze.reason.rstrip(".。")}
    ]


def freeze_over(page: Page) -> Freeze | None:
    """The one that lasts longest."""
    site = site_of(page)
    return Freeze.objects.in_force().over(site.pk if site else None).order_by("-ends_at").first()


def _is_live_already(page: Page) -> bool:
    """With the same words, as an urgent notice is until somebody confirms it."""
    clearance = Clearance.objects.of(page).open().first()
    return clearance is not None and same_content(clearance.fingerprint, fingerprint(page))
