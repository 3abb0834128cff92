"""What is restricted does not become public past the gate, and what is live stays on its site.

To restrict a live page takes something away from readers, as unpublishing does: who handles what is live may do it at
once, and the publication log and the audit say who and when. To lift a restriction publishes everything below it to
people for whom nobody has approved it. That is refused as long as something there is live, whichever way it is tried:
in the admin's dialogue, by deleting or moving the restriction's row, by moving a page out of a restricted section, by
making a page of its own out of the mirror of a restricted one. The way is to recall it, lift the restriction of what is
then a draft, and hand it in. Restrictions of translations follow those of their source.

A live page that moves to another site would be public there without that site's review: recall it, move the draft, and
hand it in there.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.db.models.signals import pre_delete, pre_save
from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import pre_page_move

from cms.core import release
from cms.core.panels import site_of
from cms.core.scope import is_private
from cms.editorial.gate.refusal import GateRefusal


def connect() -> None:
    pre_save.connect(refuse_weakening, sender=PageViewRestriction)
    pre_delete.connect(refuse_lifting, sender=PageViewRestriction)
    pre_page_move.connect(refuse_move)


def refuse_lifting(instance: PageViewRestriction, **kwargs: Any) -> None:
    """Sent also for what goes together with its page, which is not live then."""
    if release.current() is None:
        _refuse_opening(Page.objects.filter(pk=instance.page_id).first(), without=[instance.pk])


def refuse_weakening(instance: PageViewRestriction, raw: bool, **kwargs: Any) -> None:
    """A row that is moved to another page no longer protects the first; one of no kind protects nothing."""
    before = PageViewRestriction.objects.filter(pk=instance.pk).first() if instance.pk else None
    if raw or before is None or release.current() is not None:
        return
    if before.page_id != instance.page_id or instance.restriction_type == PageViewRestriction.NONE:
        _refuse_opening(before.page, without=[before.pk])


def refuse_move(instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any) -> None:
    if release.current() is not None or parent_page_before == parent_page_after:
        return
    if not _live_below([instance]).exists():
        return
    # The parents' sites: a home page below another site is a site of its own wherever it lies.
    if site_of(instance) != _site_at(instance, parent_page_after):
        raise GateRefusal(
            instance,
            [_("It is published, and another site has not reviewed it. Recall it, move the draft, hand it in there.")],
        )
    if _is_private(parent_page_before) and not _is_private(parent_page_after):
        _refuse_opening(instance, without=_restrictions_of(parent_page_before))


def refuse_public_mirror(page: Page, before: Page | None) -> None:
    """A mirror is as private as its source; a page of its own is not. Asked by the gate before a live page is saved."""
    if before is None or before.alias_of_id is None or page.alias_of_id is not None or release.current() is not None:
        return
    # A mirror of what everybody may read opens nothing.
    if restrictions := list(_restrictions_of(before.alias_of)):
        _refuse_opening(before, without=restrictions)


def _refuse_opening(page: Page | None, without: Iterable[int]) -> None:
    """Raises GateRefusal if a live page in this tree, or a mirror of it, were public without these restrictions."""
    if page is None:
        return
    left = PageViewRestriction.objects.exclude(pk__in=without)
    opened = [each for each in _live_below([page, *page.aliases.all()]) if not _is_restricted(each, left)]
    if opened:
        raise GateRefusal(
            page,
            [
                _("“%(title)s” is published for few and would be public.") % {"title": opened[0].title}
                + " "
                + _("Recall it first, then lift the restriction, and hand it in for review.")
            ],
        )


def _live_below(pages: Iterable[Page]):
    below = Q(pk=None)
    for page in pages:
        below |= Q(path__startswith=page.path)
    return Page.objects.live().filter(below, depth__gt=1)


def _is_restricted(page: Page, restrictions) -> bool:
    paths = [page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen)]
    return restrictions.filter(Q(page__path__in=paths) | Q(page__aliases__path__in=paths)).exists()


def _restrictions_of(page: Page) -> list[int]:
    paths = [page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen)]
    rows = PageViewRestriction.objects.filter(Q(page__path__in=paths) | Q(page__aliases__path__in=paths))
    return list(rows.values_list("pk", flat=True))


def _is_private(page: Page) -> bool:
    return Page.objects.filter(is_private(), pk=page.pk).exists()


def _site_at(page: Page, parent: Page):
    """Home pages keep their site."""
    own = site_of(page)
    is_home = own is not None and own.root_page.translation_key == page.translation_key
    return own if is_home else site_of(parent)
