"""Pages on their way into other languages, as editors and the admin take them."""

from wagtail.models import Locale, Page


def publish(page: Page, **values) -> Page:
    """Changes and publishes; returns the page as it is then."""
    page = type(page).objects.get(pk=page.pk)
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def in_language(page: Page, code: str) -> Page | None:
    return type(page).objects.filter(translation_key=page.translation_key, locale__language_code=code).first()


def traditional(page: Page) -> Page | None:
    return in_language(page, "zh-hant")


def english(page: Page, live: bool = True, title: str = "In English") -> Page:
    """A translation and those above it, past the translation editor; live whatever it says."""
    parent = page.get_parent()
    if not parent.is_root() and in_language(parent.specific, "en") is None:
        english(parent.specific)
    page.copy_for_translation(Locale.objects.get(language_code="en"))
    translation = in_language(page, "en")
    translation.title = translation.draft_title = title
    translation.live = live
    translation.save(clean=False)
    return in_language(page, "en")
