"""English for pages of tests."""

from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.languages.english import begin, write
from cms.languages.tree import source_of


def sentences_of(english: Page) -> list[StringSegment]:
    chinese = source_of(english)
    segments = StringSegment.objects.filter(source__object_id=chinese.translation_key).order_by("order")
    return list(segments.select_related("string", "context"))


def translate(chinese: Page, machine: bool = False) -> Page:
    """The English draft with a text for every sentence: “English 1”, “English 2” …"""
    english = begin(chinese)
    for number, segment in enumerate(sentences_of(english), start=1):
        text = write(segment, f"English {number}")
        if machine:
            StringTranslation.objects.filter(pk=text.pk).update(translation_type="machine", tool_name="Machine")
    return english


def publish_english(chinese: Page) -> Page:
    """Translated and live, as a reviewer leaves it; so are the pages above it."""
    parent = chinese.get_parent()
    if not parent.is_root() and not parent.get_translations().live().exists():
        publish_english(parent)
    english = translate(chinese)
    Translation.objects.get(source__object_id=chinese.translation_key).save_target(publish=False)
    english.specific.get_latest_revision().publish()
    return Page.objects.get(pk=english.pk).specific
