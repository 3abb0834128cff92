"""Pages in other languages: translated by people, and what stands in for them."""

from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Locale, Page

from tests.factories.gate import behind_the_gate


def translate(page: Page, code: str, live: bool = True, **values) -> Page:
    """The page in the language of `code`, with its parents if need be; made once, then changed."""
    locale, _created = Locale.objects.get_or_create(language_code=code)
    found = page.get_translation_or_none(locale) or page.copy_for_translation(locale, copy_parents=True)
    found = found.specific
    for name, value in values.items():
        setattr(found, name, value)
    found.save()
    revision = found.save_revision()
    if live:
        # Wagtail's own action: ours would ask the translation editor whether every sentence is done.
        PublishPageRevisionAction(revision).execute(skip_permission_checks=True)
    found.refresh_from_db()
    return found


def placeholder(page: Page, code: str) -> Page:
    """A live alias that shows the page in another language's tree; nothing of ours makes one, Wagtail may."""
    locale, _created = Locale.objects.get_or_create(language_code=code)
    alias = page.copy_for_translation(locale, alias=True)
    with behind_the_gate():
        Page.objects.filter(pk=alias.pk).update(alias_of=page, live=True)
    return alias
