"""By way of another language."""

from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cms.core.release import following, shipped
from cms.languages.derive import derive
from tests.cms.editorial.gate.paths import MARK, Case, path
from tests.factories.translations import english, traditional


def _english(case: Case, live: bool) -> Page:
    Locale.objects.get_or_create(language_code="en")
    with shipped():
        return english(case.page, live=live, title="In English")


def _translated(case: Case, live: bool) -> Translation:
    """Every sentence of the English page says what nobody has approved."""
    page = _english(case, live)
    source, _created = TranslationSource.get_or_create_from_instance(case.page)
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=page.locale)
    for segment in source.stringsegment_set.all():
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=page.locale,
            context=segment.context,
            defaults={"data": f"{MARK} {segment.pk}"},
        )
    return translation


@path()
def translation_saved_and_published(case: Case):
    _translated(case, live=False).save_target(publish=True)


@path(on="live")
def translation_saved_over_a_live_page(case: Case):
    """wagtail-localize writes the live row itself."""
    _translated(case, live=True).save_target(publish=False)


@path(on="live")
def live_translation_saved_and_published(case: Case):
    _translated(case, live=True).save_target(publish=True)


@path(on="live")
def english_page_saved_live(case: Case):
    page = _english(case, live=False).specific
    page.title, page.live = MARK, True
    page.save()


@path(on="live")
def live_english_page_changed(case: Case):
    page = _english(case, live=True).specific
    page.title = MARK
    page.save()


@path(on="live")
def copy_for_translation_forced_live(case: Case):
    page = case.page.copy_for_translation(
        Locale.objects.get_or_create(language_code="en")[0], copy_parents=True, exclude_fields=[]
    )
    page.title, page.live = MARK, True
    page.save()


@path(on="live")
def derived_page_saved_with_other_words(case: Case):
    page = _derived(case)
    page.title = MARK
    page.save()


@path(on="live")
def revision_of_the_derived_page(case: Case):
    page = _derived(case)
    page.title = MARK
    page.save_revision().publish()


@path(on="draft")
def derived_from_a_draft(case: Case):
    Locale.objects.get_or_create(language_code="zh-hant")
    with shipped():
        derive(case.desk.family.lichuan.root_page)
    page, _outcome = derive(case.page)
    page.live = True
    with following(case.page):
        page.save()


@path(on="live")
def derived_from_words_behind_the_back_of_its_source(case: Case):
    page = _derived(case)
    source = case.page
    type(source).objects.filter(pk=source.pk).update(summary=MARK)
    try:
        derive(source)
    finally:
        type(source).objects.filter(pk=source.pk).update(summary="人人看过")
    assert page.pk


@path(on="draft")
def following_a_page_that_is_no_translation(case: Case):
    other = case.desk.live()
    with following(other):
        case.marked().save()


def _derived(case: Case):
    Locale.objects.get_or_create(language_code="zh-hant")
    with shipped():
        derive(case.page)
    return traditional(case.page)
