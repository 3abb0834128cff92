"""The emergency path: something goes out at once, on one person's word; two others look at it within 24 hours.

Only who holds `gate.add_urgentrelease` has it: the prefecture's reviewers and administrators. What the text check
refuses even here stays refused; the risk is assessed in the review afterwards; a freeze does not hold it back.
"""

from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.html import escape, linebreaks
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext
from wagtail.models import Page, Revision, Site, WorkflowState

from cms.audit.models import Action
from cms.audit.record import record
from cms.editorial.gate.fingerprints import fingerprint
from cms.editorial.gate.models import UrgentRelease
from cms.editorial.urgent.reminding import remind
from cms.pages.news.models import NewsIndexPage, NewsPage
from cms.publications.recording import because
from cms.sitewide.models import AlertBanner, SiteIdentity

PERMISSION = "gate.add_urgentrelease"
TIME_TO_CONFIRM = timedelta(hours=24)
EVENT = "urgent.release"


def may_release(user: AbstractBaseUser) -> bool:
    return user.is_active and user.has_perm(PERMISSION)


def column_of(site: Site) -> NewsIndexPage | None:
    """The site's first news column, in the source language."""
    columns = NewsIndexPage.objects.live().descendant_of(site.root_page)
    return columns.order_by("depth", "path").first()


@transaction.atomic
def put_out(
    user: AbstractBaseUser, sites: list[Site], *, title: str, summary: str, text: str, reason: str, banner: bool = False
) -> list[UrgentRelease]:
    """A news page on each of these sites, live when this returns; with `banner` also on top of all their pages."""
    releases = []
    for site in sites:
        page = _write(column_of(site), user, site, title, summary, text)
        releases.append(release(page, user, reason))
        if banner:
            AlertBanner.objects.create(
                site=site,
                level=AlertBanner.Level.URGENT,
                title=Truncator(title).chars(60),
                text=Truncator(summary or text).chars(300),
                link_page=page.page_ptr,
                ends_at=timezone.now() + TIME_TO_CONFIRM,
            )
    return releases


def _write(column: NewsIndexPage, user: AbstractBaseUser, site: Site, title: str, summary: str, text: str) -> NewsPage:
    identity = SiteIdentity.for_site(site)
    page = NewsPage(
        title=title,
        summary=summary,
        body=[("paragraph", linebreaks(escape(text)))],
        source=(identity.full_name or site.site_name or site.hostname)[:60],
        owner=user,
        live=False,
    )
    column.add_child(instance=page)
    page.save_revision(user=user, log_action=True)
    return page


@transaction.atomic
def release(page: Page, user: AbstractBaseUser, reason: str) -> UrgentRelease:
    """Publishes what was saved last, and hands it in for the approvals that come afterwards.

    A review under way begins anew: approvals from before the publication do not count after it.
    Raises PermissionDenied, and GateRefusal for what is refused even in an emergency.
    """
    if not may_release(user):
        raise PermissionDenied(_("Urgent notices are put out by the prefecture's reviewers and administrators."))
    with LogContext(user=user), because(reason, urgent=True):
        _end_review(page, user)
        Page.objects.filter(pk=page.pk, locked=True).update(locked=False, locked_by=None, locked_at=None)
        page = Page.objects.get(pk=page.pk).specific
        revision = page.latest_revision or page.save_revision(user=user)
        made = _note(page, revision, user, reason)
        revision.publish(user=user, skip_permission_checks=True)
        record(Action.PUBLISHED, page, actor=user, details={"event": EVENT, "reason": reason})
        page = Page.objects.get(pk=page.pk).specific
        if (workflow := page.get_workflow()) is not None:
            workflow.start(page, user)
    transaction.on_commit(lambda: remind(made, 0))
    return made


def _note(page: Page, revision: Revision, user: AbstractBaseUser, reason: str) -> UrgentRelease:
    return UrgentRelease.objects.create(
        translation_key=page.translation_key,
        locale_id=page.locale_id,
        fingerprint=fingerprint(revision.as_object()),
        page=page.page_ptr,
        reason=reason,
        by=user,
        due_at=timezone.now() + TIME_TO_CONFIRM,
    )


def _end_review(page: Page, user: AbstractBaseUser) -> None:
    states = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=str(page.pk),
        status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES],
    )
    for state in states:
        state.cancel(user=user)
