"""Approving pages for television, and taking that back."""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from cms.core.scripts import TRADITIONAL
from cms.editorial.gate.fingerprints import fingerprint
from cms.editorial.gate.models import Clearance
from cms.languages.tree import is_source
from cms.publications.recording import because, record_pages
from cms.tv.compiling import compile_item
from cms.tv.models import Item

PERMISSION = "tv.approve_item"


class NotApprovable(PermissionDenied):
    """The page is not live as it stands; says so in a sentence."""


def may_approve(user: AbstractBaseUser) -> bool:
    return user.has_perm(PERMISSION)


@transaction.atomic
def approve(page: Page, by: AbstractBaseUser | None) -> Item:
    """As it is live now, with its page in traditional characters. Raises NotApprovable. Again: the same item."""
    page = Page.objects.select_for_update(of=("self",)).order_by().get(pk=page.pk).specific
    item = _approve(page, by)
    for derived in _derived_from(page).filter(live=True):
        _approve(derived.specific, by)
    return item


def _approve(page: Page, by: AbstractBaseUser | None) -> Item:
    current = fingerprint(page)
    cleared = Clearance.objects.of(page).open().filter(fingerprint=current).exists()
    if not page.live or not cleared:
        raise NotApprovable(
            _("“%(title)s” is not live as it stands. Only what readers see can be shown on television.")
            % {"title": page.title}
        )
    standing = Item.objects.of(page).open().first()
    if standing is not None and standing.fingerprint == current:
        return standing
    Item.objects.of(page).end()
    item = compile_item(page, current)
    item.by = by
    item.save()
    _tell(page, "tv.approve")
    return item


@transaction.atomic
def take_off(page: Page) -> None:
    """Off television, in both scripts; on the web it stays, as do translations, which are approved for themselves."""
    for each in (page, *_derived_from(page)):
        if Item.objects.of(each).open().exists():
            Item.objects.of(each).end()
            _tell(each, "tv.take_off")


def _derived_from(page: Page) -> QuerySet[Page]:
    """The page in traditional characters, which goes where its source goes; a translation by people has none."""
    derived = Page.objects.filter(translation_key=page.translation_key, locale__language_code=TRADITIONAL)
    return derived if is_source(page) else derived.none()


def _tell(page: Page, action: str) -> None:
    log(instance=page, action=action)
    with because(action):
        record_pages(Q(pk=page.pk), changed=True)
