"""What the audit says of translations: work on a sentence is work on the page that readers will see."""

from wagtail.models import Page
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation

from cms.audit.subjects import register_subject


def translated_page(row: StringTranslation | SegmentOverride) -> Page | None:
    return Page.objects.filter(translation_key=row.context.object_id, locale=row.locale_id).first()


def page_of_translation(row: Translation) -> Page | None:
    return Page.objects.filter(translation_key=row.source.object_id, locale=row.target_locale_id).first()


def register() -> None:
    register_subject(StringTranslation, translated_page)
    register_subject(SegmentOverride, translated_page)
    register_subject(Translation, page_of_translation)
