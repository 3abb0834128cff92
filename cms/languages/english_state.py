"""How far the English of a page is, in the same words for the guard, the editors and the report."""

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, TextChoices, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource

from cms.blocks.languages import ENGLISH
from cms.languages.english import english_locale
from cms.languages.tree import source_of


class State(TextChoices):
    TRANSLATED = "translated", gettext_lazy("Translated")
    BEHIND = "behind", gettext_lazy("Behind the Chinese")
    DRAFT = "draft", gettext_lazy("Draft")
    MISSING = "missing", gettext_lazy("Not begun")


def with_english(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Chinese pages with `english_id`, `english_title`, `untranslated` and `unconfirmed` (sentences), and `state`."""
    english = Page.objects.filter(translation_key=OuterRef("translation_key"), locale__language_code=ENGLISH.code)
    source = TranslationSource.objects.filter(object_id=OuterRef("translation_key"), locale_id=OuterRef("locale_id"))
    newest = {"english_live": True, "english_as_of__gte": F("source_as_of")}
    return pages.annotate(
        english_id=Subquery(english.values("pk")[:1]),
        english_title=Subquery(english.values("draft_title")[:1]),
        english_live=Subquery(english.values("live")[:1]),
        english_as_of=Subquery(english.values("live_revision__created_at")[:1]),
        source_as_of=Subquery(source.values("last_updated_at")[:1]),
        untranslated=_count(~Exists(_english_sentences())),
        unconfirmed=_count(_is_machine_made()),
    ).annotate(
        state=Case(
            When(english_id=None, then=Value(State.MISSING)),
            When(english_live=False, then=Value(State.DRAFT)),
            When(Q(source_as_of=None) | Q(untranslated=0, unconfirmed=0, **newest), then=Value(State.TRANSLATED)),
            default=Value(State.BEHIND),
        )
    )


def _english_sentences() -> QuerySet[StringTranslation]:
    """For a segment of the outer query."""
    return StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"),
        context_id=OuterRef("context_id"),
        locale__language_code=ENGLISH.code,
        has_error=False,
    )


def _is_machine_made() -> Exists:
    return Exists(_english_sentences().filter(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE))


def machine_made(chinese: Page) -> QuerySet[StringSegment]:
    """The sentences that wait for a person, each with its English as `translation`."""
    source = {"source__object_id": chinese.translation_key, "source__locale_id": chinese.locale_id}
    segments = StringSegment.objects.filter(_is_machine_made(), **source).select_related("string")
    return segments.annotate_translation(english_locale()).order_by("order")


def _count(condition: Exists | Q) -> Coalesce:
    """Number of the page's sentences for which the condition holds."""
    sentences = StringSegment.objects.filter(
        condition, source__object_id=OuterRef("translation_key"), source__locale_id=OuterRef("locale_id")
    )
    return Coalesce(Subquery(sentences.order_by().values("source").annotate(number=Count("pk")).values("number")), 0)


def chinese_with_state(page: Page) -> Page | None:
    """The Chinese page behind a page in any language, with its state."""
    chinese = source_of(page)
    return chinese and with_english(Page.objects.filter(pk=chinese.pk)).get()


def unfinished(chinese: Page) -> list[str]:
    """What a person has to do before the English page can be published, a sentence for each reason."""
    found = []
    if chinese.untranslated:
        message = ngettext(
            "%(count)s sentence is not translated or has an error.",
            "%(count)s sentences are not translated or have an error.",
            chinese.untranslated,
        )
        found.append(message % {"count": chinese.untranslated})
    if chinese.unconfirmed:
        message = ngettext(
            "%(count)s sentence was made by a machine and waits for a person to confirm it.",
            "%(count)s sentences were made by a machine and wait for a person to confirm them.",
            chinese.unconfirmed,
        )
        found.append(message % {"count": chinese.unconfirmed})
    return found


def obstacles(english: Page) -> list[str]:
    """Why this English page must not be published now; empty when it may be."""
    chinese = chinese_with_state(english)
    found = []
    if chinese:
        if not chinese.live:
            found.append(_("The Chinese page is not published."))
        if chinese.source_as_of is None:
            found.append(_("The translation has not been begun: choose “Translate this page” on the Chinese page."))
        found += unfinished(chinese)
    parent = english.get_parent()
    if not parent.is_root() and not parent.live:
        found.append(_("“%(title)s”, the page above, is not published in English yet.") % {"title": parent.draft_title})
    return found
