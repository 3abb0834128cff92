"""The gate: a page is live only with a clearance for what it says. It hears every way of writing a page.

`pre_save` is the one point that Wagtail's actions, both APIs, translations, commands and plain `save()` have in common;
what goes past it, `update()` and SQL, meets the database's triggers (triggers.py).
"""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from cms.audit import origin
from cms.core import release
from cms.core.release import Basis
from cms.editorial.gate.authors import authors_of, came_or_went, last_release
from cms.editorial.gate.fingerprints import BOOKKEEPING, content_digest, fingerprint, same_content
from cms.editorial.gate.models import Approval, Clearance, UrgentRelease, line_of
from cms.editorial.gate.privacy import refuse_public_mirror
from cms.editorial.gate.refusal import GateRefusal
from cms.editorial.gate.requirements import missing

NEEDED = 2
# What a save that names its fields may write without anybody's approval.
HARMLESS = BOOKKEEPING - {
    *("depth", "live", "live_revision", "first_published_at"),
    *("content_type", "locale", "translation_key", "alias_of"),
}
# All that a page says that is not read as its own type.
PLAIN_FIELDS = (
    *("title", "slug", "seo_title", "search_description", "show_in_menus", "go_live_at", "expire_at"),
    *("live_revision", "content_type", "translation_key", "locale"),
)


def check_page(
    sender: type[Model], instance: Model, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """Before any page is written. Raises GateRefusal."""
    if not isinstance(instance, Page) or _is_root(instance):
        return
    written = _written_fields(sender, raw, update_fields)
    if written is not None and written <= HARMLESS:
        return
    before = _stored(instance)
    _keep_publication_date(instance, before, written)
    # A page that says it is not live without writing so stays live.
    stays = instance.live if before is None or written is None or "live" in written else before.live
    if not stays:
        return
    refuse_public_mirror(instance, before)
    if type(instance)._meta.concrete_model is Page:
        _check_plain(instance, before, written)
    else:
        release_page(_as_written(instance, before, written))


def check_list(sender: type[Model], instance: Model, action: str, **kwargs: Any) -> None:
    """Before rows of a page's list of keys, such as topics, are written: a save that names it alone says nothing else.

    While a page is written as a whole its row has been, and what it is about to say is cleared already.
    """
    if not isinstance(instance, Page) or not action.startswith("pre_"):
        return
    before = _stored(instance)
    if before is None or not before.live:
        return
    stored = before.specific
    for field in stored._meta.many_to_many:
        if field.remote_field.through is sender:
            setattr(stored, field.name, list(getattr(instance, field.name).all()))
            release_page(stored)


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
        line=line_of(page),
    )


def refuse_unapproved(page: Page, current: str, revision: Revision | None) -> None:
    """Raises GateRefusal unless two people, none of them an author, approved this and nothing else is missing."""
    lacking = [*approvals_missing(page, current, revision), *missing(page, Basis.APPROVED)]
    if lacking:
        raise GateRefusal(page, lacking)


def approvals_since_release(page: Page) -> QuerySet[Approval]:
    """Those that count: newer than the last time the page went live or away, so what was recalled needs new ones."""
    approvals = Approval.objects.of(page)
    if (moment := came_or_went(page)) is not None:
        approvals = approvals.filter(created_at__gt=moment)
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
        if not page.alias_of_id and open_one is not None and _differs_in_address_alone(page, open_one):
            return _basis_at_new_address(page, current, open_one)
        return Basis.FOLLOWING
    if open_one is not None and not open_one.fingerprint and _is_as_stored(page):
        # Live since before the gate, and written again as it is: now it is known what it says.
        return Basis(open_one.basis)
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
        if source.pk == page.pk or not _says_the_same(source, page):
            raise GateRefusal(page, [_("This page mirrors another one and cannot say anything else. Edit that page.")])
    elif source.translation_key != page.translation_key:
        raise GateRefusal(page, [_("This page is no translation of the one that it is made from.")])
    open_one = Clearance.objects.of(source).open().first()
    if open_one is None:
        raise GateRefusal(page, [_("The page that it follows is not published.")])
    if open_one.fingerprint and not same_content(open_one.fingerprint, f"{content_digest(_read_again(source))}."):
        raise GateRefusal(page, [_("The page that it follows says something that nobody has approved.")])


def _differs_in_address_alone(page: Page, open_one: Clearance) -> bool:
    """From what was cleared, which what is stored must agree with."""
    stored = _read_again(page)
    if open_one.fingerprint and not same_content(open_one.fingerprint, f"{content_digest(stored)}."):
        return False
    stored.slug = page.slug
    return stored.live_revision_id == page.live_revision_id and content_digest(stored) == content_digest(page)


def _basis_at_new_address(page: Page, current: str, open_one: Clearance) -> Basis:
    """Who answers for what it says still does; approvals are of the old address, so that is a ground of its own."""
    if open_one.basis == Basis.URGENT:
        UrgentRelease.objects.of(page).standing().filter(fingerprint=open_one.fingerprint).update(fingerprint=current)
    return Basis.READDRESSED if open_one.basis == Basis.APPROVED else Basis(open_one.basis)


def _is_as_stored(page: Page) -> bool:
    stored = _read_again(page)
    return stored.live_revision_id == page.live_revision_id and content_digest(stored) == content_digest(page)


def _read_again(page: Page) -> Page:
    """As the database has it, as its own type: what moves comes as a plain page, or as somebody's copy in memory."""
    return page.specific_class.objects.get(pk=page.pk)


def _says_the_same(source: Page, alias: Page) -> bool:
    """But for the address, which is an alias's own."""
    mirrored = type(source).from_serializable_data(
        alias.serializable_data() | {"slug": source.slug, "pk": source.pk}, check_fks=False
    )
    return content_digest(mirrored) == content_digest(source)


def _released_by() -> int | None:
    actor = origin.current().actor
    return actor.pk if actor is not None else None


def _is_root(page: Page) -> bool:
    """The root of the tree is no page that anybody reads; a page of a type is one, wherever it lies."""
    return page.depth == 1 and type(page)._meta.concrete_model is Page


def _written_fields(sender: type[Model], raw: bool, update_fields: Any) -> set[str] | None:
    """Names of the fields that are about to be written; None for all of them."""
    if raw:
        # What a fixture brings is written to the model's own table and nowhere else.
        return {field.name for field in sender._meta.local_concrete_fields}
    return None if update_fields is None else set(update_fields)


def _stored(page: Page) -> Page | None:
    """The page's row as it is. Of two who write the same page the second waits here, and sees what the first wrote."""
    rows = Page.objects.order_by()
    if connection.in_atomic_block and connection.features.has_select_for_update:
        rows = rows.select_for_update(of=("self",), no_key=True)
    return rows.filter(pk=page.pk).first() if page.pk else None


def _as_written(page: Page, before: Page | None, written: set[str] | None) -> Page:
    """What readers will have before them: of a page that is written in part, the rest is as it was."""
    if before is None:
        return page
    if page.content_type_id != before.content_type_id or type(page) is not before.specific_class:
        raise GateRefusal(page, [_("A page that is live cannot become one of another kind.")])
    if written is None:
        return page
    stored = before.specific
    for field in page._meta.concrete_fields:
        if field.name in written or field.attname in written:
            setattr(stored, field.attname, getattr(page, field.attname))
    return stored


def _check_plain(page: Page, before: Page | None, written: set[str] | None) -> None:
    """A page that was read without its type's own fields may be written as long as it says the same."""
    if before is None or not before.live:
        raise GateRefusal(page, [_("Publish it as a page of its own type, through review.")])
    changed = [name for name in PLAIN_FIELDS if (written is None or name in written) and _differs(page, before, name)]
    if not changed:
        return
    if release.current() is None:
        raise GateRefusal(page, approvals_missing(page, ""))
    stored = before.specific
    for name in changed:
        attribute = page._meta.get_field(name).attname
        setattr(stored, attribute, getattr(page, attribute))
    release_page(stored)


def _differs(page: Page, before: Page, name: str) -> bool:
    attribute = page._meta.get_field(name).attname
    return getattr(page, attribute) != getattr(before, attribute)


def _keep_publication_date(page: Page, before: Page | None, written: set[str] | None) -> None:
    """Nobody back-dates what has been published (G-15), nor while it is away; pages that follow have their source's."""
    if release.current() is not None or before is None or page.alias_of_id:
        return
    if written is not None and "first_published_at" not in written:
        return
    was, now = before.first_published_at, page.first_published_at
    # Revisions keep milliseconds, the database microseconds.
    if was is not None and (now is None or abs(now - was) >= timedelta(milliseconds=1)):
        raise GateRefusal(page, [_("The time of first publication cannot be changed.")])
