"""English pages: drafts beside the Chinese ones, written by people in wagtail-localize's editor.

wagtail-localize keeps what is to be translated (TranslationSource), the English of each sentence (StringTranslation)
and that a page is in work (Translation). Here is what it leaves open: nothing Chinese goes live below /en/, and the
sentences follow the Chinese page whenever that is published.
"""

import json
import warnings

from bs4 import MarkupResemblesLocatorWarning
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from wagtail import blocks
from wagtail.blocks.list_block import ListValue
from wagtail.fields import StreamField
from wagtail.models import Locale, Page
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from cms.blocks.languages import ENGLISH
from cms.languages.tree import put_in_order

# wagtail-localize reads every text as HTML, also one that happens to look like the name of a file.
warnings.filterwarnings("ignore", category=MarkupResemblesLocatorWarning)


def english_locale() -> Locale:
    return Locale.objects.get(language_code=ENGLISH.code)


def english_of(page: Page) -> Page | None:
    return Page.objects.filter(translation_key=page.translation_key, locale__language_code=ENGLISH.code).first()


@transaction.atomic
def begin(page: Page) -> Page:
    """The English page of a Chinese one, made as a draft if there is none; so are those above it.

    Left to itself wagtail-localize would put live copies of the Chinese pages above.
    """
    if english := english_of(page):
        return english
    parent = page.get_parent()
    if not parent.is_root():
        begin(parent)
    page.specific.copy_for_translation(english_locale())
    return put_in_order(page, english_of(page))


def track(page: Page) -> Translation:
    """Takes the sentences out of a Chinese page and opens them for translation."""
    source, _created = TranslationSource.update_or_create_from_instance(completed(page.specific))
    translation, _created = Translation.objects.update_or_create(
        source=source, target_locale=english_locale(), defaults={"enabled": True}
    )
    return translation


def save_draft(english: Page, user: AbstractBaseUser) -> None:
    """The sentences as they are now become the page's newest draft; what readers see stays.

    wagtail-localize (1.14) would write them into the live page's own row, where nobody has approved them.
    """
    source = TranslationSource.objects.get(object_id=english.translation_key)
    draft = source.get_ephemeral_translated_instance(english.locale, fallback=True)
    if not draft.live:
        draft.save()
    draft.save_revision(user=user)


def write(segment: StringSegment, text: str, user=None) -> StringTranslation:
    """A person's English of a sentence; `has_error` when its markup cannot be used."""
    english, _created = StringTranslation.objects.update_or_create(
        translation_of_id=segment.string_id,
        context_id=segment.context_id,
        locale=english_locale(),
        defaults={
            "data": text,
            "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            "tool_name": "",
            "last_translated_by": user,
            "has_error": False,
            "field_error": "",
        },
    )
    return english


def refresh(page: Page) -> None:
    """Brings the sentences in line with what has just been published; those that did not change keep their English."""
    source = TranslationSource.objects.filter(object_id=page.translation_key, locale_id=page.locale_id).first()
    if source and _carried_over(page, page.to_json()) != _carried_over(page, source.content_json):
        TranslationSource.update_or_create_from_instance(completed(page.specific))


def _carried_over(page: Page, content: str) -> dict:
    """The part of a page's content that reaches its translations: neither its place nor its dates.

    A stream is text inside the text; read as data, because PostgreSQL changes the order of its keys.
    """
    values = json.loads(content)
    names = [field.field_name for field in get_translatable_fields(type(page))]
    streams = {field.name for field in page._meta.get_fields() if isinstance(field, StreamField)}
    return {name: json.loads(values[name]) if name in streams else values.get(name) for name in names}


def completed(page: Page) -> Page:
    """Gives optional texts that were never stored an empty value.

    A block that gets a new field reads None from what was stored before, and wagtail-localize refuses None.
    """
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            _complete(getattr(page, field.name))
    return page


def _complete(value: object) -> None:
    if isinstance(value, blocks.StructValue):
        for name, block in value.block.child_blocks.items():
            if value.get(name) is None and isinstance(block, blocks.CharBlock | blocks.TextBlock):
                value[name] = ""
            _complete(value[name])
    elif isinstance(value, blocks.StreamValue):
        for child in value:
            _complete(child.value)
    elif isinstance(value, ListValue):
        for item in value:
            _complete(item)
