"""Where the translations of a page stand: below the translation of its parent, at its address, in its order."""

from django.conf import settings
from django.db.models import Q
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page, PageQuerySet, PageViewRestriction

from cms.core.release import following
from cms.core.scripts import TRADITIONAL

# Home pages lie directly below Wagtail's root, so there the addresses of the languages must differ.
TOP = 2


def is_source(page: Page) -> bool:
    return page.depth >= TOP and page.locale.language_code == settings.LANGUAGE_CODE


def sources() -> PageQuerySet:
    return Page.objects.filter(depth__gte=TOP, locale__language_code=settings.LANGUAGE_CODE)


def source_of(page: Page) -> Page | None:
    """The page that the translations are made from; None for one that was written in another language."""
    return page if is_source(page) else sources().filter(translation_key=page.translation_key).first()


def traditional_locale() -> Locale | None:
    return Locale.objects.filter(language_code=TRADITIONAL).first()


def translations_of(source: Page) -> PageQuerySet:
    return Page.objects.filter(translation_key=source.translation_key).exclude(pk=source.pk).select_related("locale")


def free_slug(source: Page, parent: Page, locale: Locale, own: Page | None = None) -> str:
    """The source's; another only where a page that is no translation holds it."""
    wanted = f"{source.slug}-{locale.language_code}" if parent.depth < TOP else source.slug
    if own is not None and own.slug == wanted and _is_below(own, parent):
        return wanted
    return find_available_slug(parent, wanted, ignore_page_id=own.pk if own else None)


def put_below(parent: Page, source: Page, translation: Page) -> Page:
    """Moves a translation to its source's place below `parent`; read anew when it had to move."""
    if not _is_below(translation, parent):
        slug = free_slug(source, parent, translation.locale, translation)
        if slug != translation.slug:
            page = translation.specific
            page.slug = slug
            # Translations have no address of their own: what was approved stays so at the new one.
            with following(source):
                page.save(clean=False)
            translation.refresh_from_db()
        translation.move(parent, pos="last-child")
        translation = Page.objects.get(pk=translation.pk)
    return put_in_order(source, translation)


def put_in_order(source: Page, translation: Page) -> Page:
    """After the translations of the siblings before its source, before those of the siblings after it."""
    if source.depth == TOP:
        return translation
    siblings = Page.objects.sibling_of(translation, inclusive=False).order_by("path")
    ours = Page.objects.sibling_of(source, inclusive=False).order_by("path")
    earlier, later = ours.filter(path__lt=source.path), ours.filter(path__gt=source.path)
    behind = Q(path__gt=translation.path, translation_key__in=earlier.order_by().values("translation_key"))
    ahead = Q(path__lt=translation.path, translation_key__in=later.order_by().values("translation_key"))
    if not siblings.filter(behind | ahead).exists():
        return translation
    next_one = later.filter(translation_key__in=siblings.order_by().values("translation_key")).first()
    if next_one is None:
        translation.move(siblings.last(), pos="last-sibling")
    else:
        translation.move(siblings.get(translation_key=next_one.translation_key), pos="left")
    return Page.objects.get(pk=translation.pk)


def _is_below(page: Page, parent: Page) -> bool:
    return page.depth == parent.depth + 1 and page.path.startswith(parent.path)


def copy_restrictions(source: Page, translation: Page) -> bool:
    """Gives a translation exactly its source's view restrictions; True if there was anything to change."""
    wanted, present = _restrictions(source), _restrictions(translation)
    if wanted == present:
        return False
    with following(source):
        PageViewRestriction.objects.filter(page=translation).delete()
        for kind, password, groups in wanted:
            restriction = PageViewRestriction(page=translation, restriction_type=kind, password=password)
            restriction.save()
            restriction.groups.set(groups)
    return True


def _restrictions(page: Page) -> set[tuple[str, str, frozenset[int]]]:
    rows = PageViewRestriction.objects.filter(page=page).prefetch_related("groups")
    return {(row.restriction_type, row.password, frozenset(group.pk for group in row.groups.all())) for row in rows}
