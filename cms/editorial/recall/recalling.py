"""Recall: one action takes something off every channel, in one transaction: all of it or nothing."""

from collections.abc import Container, Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import LogContext
from wagtail.models import Page, Revision, Site, WorkflowState

from cms.core.panels import site_of
from cms.editorial.gate.models import UrgentRelease
from cms.editorial.recall.channels import write_channels
from cms.editorial.recall.extent import extent_of, homes_in, site_number
from cms.editorial.recall.files import withhold_files
from cms.editorial.recall.models import Part, Recall, RecalledAddress, RecalledPage
from cms.editorial.recall.permissions import may_recall
from cms.editorial.recall.tasks import ask_channels, enqueue_with_commit
from cms.publications.recording import because
from cms.sitewide.models import AlertBanner

# What Wagtail's history and the audit call it.
LOG_ACTION = "recall.recall"


class RecallRefused(PermissionDenied):
    """The message says why, and what to do."""


def recall_page(
    page: Page,
    user: AbstractBaseUser | None,
    *,
    reason: str,
    explanation: str,
    notice: str = "",
    also: Iterable[Page] = (),
    reach: Container[Page] | None = None,
) -> Recall:
    """Raises RecallRefused. `user` None: the platform itself, for what nobody has confirmed.

    `also`: copies that have been changed since, which the person wants gone as well.
    `reach`: pages outside stay although this one was made out of them, for who acts for one site only.
    """
    with transaction.atomic(), LogContext(user=user):
        found = extent_of(page, user, reach)
        chosen = {one.pk for one in also}
        parts = found.parts | {one: Part.COPY for one in found.doubtful if one.pk in chosen}
        _refuse(page, parts, user)
        going = _locked(parts)
        recall = Recall.objects.create(
            by=user,
            reason=reason,
            explanation=explanation,
            notice=notice,
            title=page.get_admin_display_title()[:255],
            site_id=site_number(page),
        )
        with because(recall.reason_text, recall=recall.pk):
            public = [one for one in going if one.live]
            rows = _write_pages(recall, public, parts)
            for one in going:
                _take_down(one, user)
        withheld = withhold_files(recall, [one.specific for one in public])
        write_channels(recall, rows, withheld)
        enqueue_with_commit(ask_channels, recall.pk)
    return recall


def is_recallable(page: Page) -> bool:
    """Live, or about to go live by itself."""
    return (
        page.live or Revision.page_revisions.filter(object_id=str(page.pk)).exclude(approved_go_live_at=None).exists()
    )


def _refuse(page: Page, parts: dict[Page, Part], user: AbstractBaseUser | None) -> None:
    if user is not None and not may_recall(user, page):
        raise RecallRefused(_("You may not recall this page. Ask the site's reviewers or administrators."))
    if not is_recallable(page):
        raise RecallRefused(_("This page is not published, so there is nothing to recall."))
    if homes_in(parts):
        raise RecallRefused(
            _("A home page cannot be recalled: its whole site would go. Recall single pages, or freeze the site.")
        )


def _locked(parts: dict[Page, Part]) -> list[Page]:
    """As they are now, and nobody changes them until this is done; deepest first."""
    numbers = [page.pk for page in parts]
    rows = Page.objects.filter(pk__in=numbers).order_by("path")
    if connection.features.has_select_for_update:
        rows = rows.select_for_update(of=("self",))
    return sorted(rows, key=lambda page: (-page.depth, page.path))


def _write_pages(recall: Recall, public: list[Page], parts: dict[Page, Part]) -> list[RecalledPage]:
    """With their addresses, while they have them. A draft that was scheduled has none that anybody knows."""
    rows = []
    for page in public:
        site = site_of(page)
        row = RecalledPage.objects.create(
            recall=recall,
            page_id=page.pk,
            translation_key=page.translation_key,
            locale_id=page.locale_id,
            part=parts[page],
            title=page.title,
            site_id=site.pk if site else None,
        )
        rows.append(row)
        RecalledAddress.objects.bulk_create(_addresses(row, page, site))
    return rows


def _addresses(row: RecalledPage, page: Page, site: Site | None) -> list[RecalledAddress]:
    parts = page.specific.get_url_parts()
    found = [(site.pk, parts[2])] if site and parts else []
    redirects = Redirect.objects.filter(redirect_page=page.pk).values_list("site_id", "old_path")
    found += [(number, f"{path.partition('?')[0].rstrip('/')}/") for number, path in redirects]
    return [RecalledAddress(page=row, site_id=number, path=path[:255]) for number, path in found]


def _take_down(page: Page, user: AbstractBaseUser | None) -> None:
    _cancel_review(page, user)
    now = timezone.now()
    UrgentRelease.objects.of(page).standing().update(withdrawn_at=now)
    # A banner that leads to it says what it says.
    for banner in AlertBanner.objects.effective().filter(link_page=page.pk):
        banner.ends_at = now
        banner.save(update_fields=["ends_at"])
    Revision.page_revisions.filter(object_id=str(page.pk)).update(approved_go_live_at=None)
    # Taking down one may have taken others along: mirrors and translations.
    page = Page.objects.get(pk=page.pk)
    if page.live:
        UnpublishPageAction(page.specific, user=user, log_action=LOG_ACTION).execute(skip_permission_checks=True)


def _cancel_review(page: Page, user: AbstractBaseUser | None) -> None:
    states = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=str(page.pk),
        status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES],
    )
    for state in states:
        state.cancel(user=user)
