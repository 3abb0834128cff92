"""Translations follow their source: off the web, to another place or address, behind a password, and away.

Wagtail tells aliases of some of this and translations of nothing. Only pages in the source language lead; what happens
to a translation alone stays with it. A page in traditional characters comes back with its source; one that people have
translated comes back when they publish it.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.signals import (
    copy_for_translation_done,
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from cms.core.release import following
from cms.core.scripts import TRADITIONAL
from cms.core.signals import before_publish
from cms.languages.derive import derive
from cms.languages.locks import put_in_force
from cms.languages.models import SentenceLock
from cms.languages.tree import copy_restrictions, free_slug, is_source, put_below, sources, translations_of

UNPUBLISHED_WITH_SOURCE = "languages.unpublish_with_source"


def register() -> None:
    before_publish.connect(refuse_direct_publication)
    page_published.connect(derive_on_publication)
    page_unpublished.connect(unpublish_translations)
    page_slug_changed.connect(rename_translations)
    post_page_move.connect(move_translations)
    pre_delete.connect(note_aliases, sender=Page)
    post_delete.connect(delete_followers, sender=Page)
    post_save.connect(copy_restriction, sender=PageViewRestriction)
    post_delete.connect(copy_restriction, sender=PageViewRestriction)
    m2m_changed.connect(copy_restriction, sender=PageViewRestriction.groups.through)
    copy_for_translation_done.connect(adopt_copy)


def refuse_direct_publication(page: Page, **kwargs) -> None:
    if page.locale.language_code == TRADITIONAL:
        raise PermissionDenied(_("Pages in traditional characters are published with the simplified ones only."))


def derive_on_publication(instance: Page, **kwargs) -> None:
    """Also asked when a page is only scheduled, which publishes nothing yet."""
    if not instance.live or not is_source(instance):
        return
    put_in_force(instance.translation_key)
    derive(instance)


def unpublish_translations(instance: Page, **kwargs) -> None:
    # Wagtail also unpublishes, in memory only, what it is about to delete: that is not taken down but away.
    if is_source(instance) and not Page.objects.filter(pk=instance.pk, live=True).exists():
        for translation in translations_of(instance):
            take_down(translation, expired=instance.expired)


def take_down(translation: Page, expired: bool = False) -> None:
    """Nor does it go live later: a version that was scheduled is no longer."""
    if translation.live:
        translation.specific.unpublish(set_expired=expired, log_action=UNPUBLISHED_WITH_SOURCE)
    Revision.page_revisions.filter(object_id=str(translation.pk)).update(approved_go_live_at=None)


def rename_translations(instance: Page, **kwargs) -> None:
    if not is_source(instance):
        return
    for translation in translations_of(instance):
        slug = free_slug(instance, translation.get_parent(), translation.locale, translation)
        if translation.slug != slug:
            page = translation.specific
            page.slug = slug
            # Translations have no address of their own: what was approved stays so at the new one.
            with following(instance):
                page.save(clean=False)


def move_translations(instance: Page, **kwargs) -> None:
    """Below the translation of the new parent.

    Where that has not been translated by people yet, a placeholder takes its place and what is moved below it goes off
    the web: its address would lead through pages that nobody can read.
    """
    if not is_source(instance):
        return
    parent = instance.get_parent()
    for translation in translations_of(instance):
        if translation.locale.language_code == TRADITIONAL:
            derive(instance)
            continue
        new_parent = Page.objects.filter(translation_key=parent.translation_key, locale=translation.locale).first()
        if new_parent is None:
            new_parent = parent.specific.copy_for_translation(translation.locale, copy_parents=True, alias=True)
        moved = put_below(new_parent, instance, translation)
        if new_parent.alias_of_id or not new_parent.live:
            for page in moved.get_descendants(inclusive=True).filter(live=True):
                take_down(page)


def note_aliases(instance: Page, **kwargs) -> None:
    """While the database still knows whose aliases they are."""
    instance._aliases = list(instance.aliases.values_list("pk", flat=True))


def delete_followers(instance: Page, **kwargs) -> None:
    """Translations and aliases; Wagtail would leave the former live and the latter without an original.

    After the page itself: a deletion that includes them already must not find them missing.
    """
    followers = Page.objects.filter(pk__in=instance._aliases)
    if is_source(instance):
        followers |= Page.objects.filter(translation_key=instance.translation_key)
        SentenceLock.objects.filter(translation_key=instance.translation_key).delete()
    for number in list(followers.values_list("pk", flat=True)):
        # Deleting one may have taken others along.
        if page := Page.objects.filter(pk=number).first():
            page.delete()


def copy_restriction(instance: Model, action: str = "", reverse: bool = False, **kwargs) -> None:
    """Sent by the restriction, or by its list of groups."""
    if action.startswith("pre_") or reverse:
        return
    source = sources().filter(pk=instance.page_id).first()
    if source is not None:
        for translation in translations_of(source):
            copy_restrictions(source, translation)


def adopt_copy(source_obj: Model, target_obj: Model, **kwargs) -> None:
    """A copy for translation is as private as its source, and one into traditional characters is a derived page."""
    if not isinstance(source_obj, Page) or not is_source(source_obj):
        return
    if target_obj.locale.language_code == TRADITIONAL:
        derive(source_obj)
    else:
        copy_restrictions(source_obj, target_obj)
