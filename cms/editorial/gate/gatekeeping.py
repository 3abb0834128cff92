"""The gate: a page is live only with a clearance for what it says. It hears every way of writing a page.

`pre_save` is the one point that Wagtail's actions, both APIs, translations, commands and plain `save()` have in common;
what goes past it, `update()` and SQL, meets the database's triggers (triggers.py).
"""

from datetime import timedelta
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from cms.audit import origin
from cms.core import release
from cms.core.release import Basis
from cms.editorial.gate.authors import authors_of, last_release
from cms.editorial.gate.fingerprints import BOOKKEEPING, content_digest, fingerprint, same_content
from cms.editorial.gate.models import Approval, Clearance, UrgentRelease
from cms.editorial.gate.privacy import refuse_public_mirror
from cms.editorial.gate.refusal import GateRefusal
from cms.editorial.gate.requirements import missing

NEEDED = 2
# What a save that names its fields may write without anybody's approval.
HARMLESS = BOOKKEEPING - {"live", "live_revision", "first_published_at", "locale", "translation_key", "alias_of"}
# All that a page says that is not read as its own type.
PLAIN_FIELDS = ("title", "slug", "seo_title", "search_description", "show_in_menus", "go_live_at", "expire_at")


def check_page(
    sender: type[Model], instance: Model, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """Before any page is written. Raises GateRefusal."""
    # The root is no page that anybody reads.
    if not isinstance(instance, Page) or not instance.live or instance.depth == 1:
        return
    if update_fields is not None and set(update_fields) <= HARMLESS:
        return
    before = Page.objects.filter(pk=instance.pk).first() if instance.pk else None
    _keep_publication_date(instance, before)
    refuse_public_mirror(instance, before)
    if type(instance) is not instance.specific_class:
        _check_plain(instance, before)
        return
    release_page(instance)


def check_schedule(sender: type[Revision], instance: Revision, raw: bool = False, **kwargs: Any) -> None:
    """A revision that is to go live by itself has what it needs now, and is asked again when its time has come."""
    if instance.approved_go_live_at is None or not issubclass(instance.base_content_type.model_class(), Page):
        return
    ground = release.current()
    if ground is None or ground.basis is not Basis.SHIPPED:
        page = instance.as_object()
        refuse_unapproved(page, fingerprint(page), instance)


def release_page(page: Page) -> None:
    """Finds and writes down the ground on which the page as it stands may be live; raises GateRefusal."""
    open_one = Clearance.objects.of(page).open().first()
    if open_one is not None and _still_covers(open_one, page):
        if open_one.basis == Basis.URGENT:
            _confirm(page, open_one)
        return
    current = fingerprint(page)
    _clear(page, current, _basis(page, current, open_one), open_one)


def _confirm(page: Page, open_one: Clearance) -> None:
    """What was put out in an emergency has its approvals now, or has not: then it stays what it was."""
    current = fingerprint(page)
    urgent = UrgentRelease.objects.of(page).standing().filter(fingerprint=current).first()
    if urgent is None or approvals_missing(page, current, page.live_revision):
        return
    refuse_unapproved(page, current, page.live_revision)
    urgent.confirm()
    _clear(page, current, Basis.APPROVED, open_one)


def _clear(page: Page, current: str, basis: Basis, open_one: Clearance | None) -> None:
    if open_one is not None:
        Clearance.objects.filter(pk=open_one.pk).end()
    Clearance.objects.create(
        translation_key=page.translation_key,
        locale_id=page.locale_id,
        fingerprint=current,
        basis=basis,
        revision_id=page.live_revision_id,
        by_id=_released_by(),
    )


def refuse_unapproved(page: Page, current: str, revision: Revision | None) -> None:
    """Raises GateRefusal unless two people, none of them an author, approved this and nothing else is missing."""
    lacking = [*approvals_missing(page, current, revision), *missing(page, Basis.APPROVED)]
    if lacking:
        raise GateRefusal(page, lacking)


def approvals_since_release(page: Page) -> QuerySet[Approval]:
    """Those that count: newer than the last time the page went live or away, so what was recalled needs new ones."""
    approvals = Approval.objects.of(page)
    if (last := last_release(page)) is not None:
        approvals = approvals.filter(created_at__gt=last.ended_at or last.created_at)
    return approvals


def approvers_of(page: Page, current: str, revision: Revision | None = None) -> set[int]:
    """Keys of those who approved this content and have not worked on it."""
    approvals = approvals_since_release(page).filter(fingerprint=current)
    return set(approvals.values_list("approver", flat=True)) - authors_of(page, revision)


def approvals_missing(page: Page, current: str, revision: Revision | None = None) -> list[str]:
    count = len(approvers_of(page, current, revision))
    if count >= NEEDED:
        return []
    if not count and approvals_since_release(page).exists():
        return [
            _("What was approved has been changed since, or its pictures, files or schedule have.")
            + " "
            + _("Hand it in again; two people who did not work on it must approve it.")
        ]
    return [
        _("%(count)s of %(needed)s approvals are there.") % {"count": count, "needed": NEEDED}
        + " "
        + _("Hand it in for review; two people who did not work on it must approve it.")
    ]


def _still_covers(clearance: Clearance, page: Page) -> bool:
    """The files need not agree: who may change files of live pages is decided where they are changed (files.py)."""
    return clearance.revision_id == page.live_revision_id and same_content(
        clearance.fingerprint, f"{content_digest(page)}."
    )


def _basis(page: Page, current: str, open_one: Clearance | None) -> Basis:
    ground = release.current()
    if ground is not None and ground.basis is Basis.SHIPPED:
        return Basis.SHIPPED
    if page.alias_of_id or ground is not None:
        _check_following(page, ground.source if ground else None)
        return Basis.FOLLOWING
    if open_one is not None and open_one.fingerprint == current and open_one.basis != Basis.URGENT:
        # The same under another revision: published again, nothing new.
        return Basis(open_one.basis)
    revision = page.live_revision
    urgent = _urgent_release(page, current)
    if urgent is not None and approvals_missing(page, current, revision):
        if lacking := missing(page, Basis.URGENT):
            raise GateRefusal(page, lacking)
        return Basis.URGENT
    refuse_unapproved(page, current, revision)
    if urgent is not None:
        urgent.confirm()
    return Basis.APPROVED


def _urgent_release(page: Page, current: str) -> UrgentRelease | None:
    """One that stands, for exactly this content. It is good once: what went off the web meanwhile stays off."""
    standing = UrgentRelease.objects.of(page).standing().filter(fingerprint=current, due_at__gt=timezone.now())
    if (last := last_release(page)) is not None and last.ended_at is not None:
        standing = standing.filter(created_at__gt=last.ended_at)
    return standing.first()


def _check_following(page: Page, source: Page | None) -> None:
    """What follows is live only while its source is; an alias also says exactly what its source says."""
    if page.alias_of_id:
        source = Page.objects.get(pk=page.alias_of_id).specific
        if not _says_the_same(source, page):
            raise GateRefusal(page, [_("This page mirrors another one and cannot say anything else. Edit that page.")])
    elif source.translation_key != page.translation_key:
        raise GateRefusal(page, [_("This page is no translation of the one that it is made from.")])
    if not Clearance.objects.of(source).open().exists():
        raise GateRefusal(page, [_("The page that it follows is not published.")])


def _says_the_same(source: Page, alias: Page) -> bool:
    """But for the address, which is an alias's own."""
    mirrored = type(source).from_serializable_data(
        alias.serializable_data() | {"slug": source.slug, "pk": source.pk}, check_fks=False
    )
    return content_digest(mirrored) == content_digest(source)


def _released_by() -> int | None:
    actor = origin.current().actor
    return actor.pk if actor is not None else None


def _check_plain(page: Page, before: Page | None) -> None:
    """A page that was read without its type's own fields may be written as long as it says the same."""
    if before is None or not before.live or before.live_revision_id != page.live_revision_id:
        raise GateRefusal(page, [_("Publish it as a page of its own type, through review.")])
    changed = [name for name in PLAIN_FIELDS if getattr(before, name) != getattr(page, name)]
    if changed and release.current() is None:
        raise GateRefusal(page, approvals_missing(page, ""))


def _keep_publication_date(page: Page, before: Page | None) -> None:
    """Nobody back-dates what has been published (G-15); pages that follow have their source's date."""
    if release.current() is not None or before is None or page.alias_of_id:
        return
    was, now = before.first_published_at, page.first_published_at
    # Revisions keep milliseconds, the database microseconds.
    if was is not None and (now is None or abs(now - was) >= timedelta(milliseconds=1)):
        raise GateRefusal(page, [_("The time of first publication cannot be changed.")])
