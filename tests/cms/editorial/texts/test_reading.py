"""Which texts the check reads, and what it says about their place."""

import pytest
from django.apps import apps
from wagtail import blocks
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import Locale
from wagtail.rich_text import RichText
from wagtail.snippets.models import get_snippet_models

from cms.core.checks import page_types
from cms.editorial.texts import checks
from cms.editorial.texts.checking import check_page, check_thing
from cms.editorial.texts.kinds import Severity
from cms.editorial.texts.reading import is_known_block, passages, plain
from cms.editorial.texts.subjects import CHECKED, UNCHECKED, checked_models
from cms.pages.news.models import NewsPage
from cms.sitewide.models import AlertBanner
from tests.cms.editorial.texts.marked import LIBRARY_BLOCKS, Marker, marks_in
from tests.factories.media import DocumentFactory, ImageFactory, MediaFactory
from tests.factories.texts import make_term

REFUSE, NOTE = Severity.REFUSE, Severity.NOTE


@pytest.fixture
def marker(db) -> Marker:
    """With one thing of each library, whose words that readers see have marks too."""
    factories = (ImageFactory, DocumentFactory, MediaFactory)
    rows = [factory() for factory in factories]
    found = Marker({kind: row.pk for kind, row in zip(LIBRARY_BLOCKS, rows, strict=True)})
    for row, names in zip(rows, (["description", "credit"], ["title"], ["title", "transcript"]), strict=True):
        type(row).objects.filter(pk=row.pk).update(**{name: found.mark() for name in names})
    return found


@pytest.mark.parametrize("model", [*page_types(), *checked_models()], ids=lambda model: model._meta.label)
def test_every_place_where_somebody_can_write_is_read(marker, model):
    instance = model()
    inherited = list(marker.marks)
    marker.fill(instance)
    texts = [passage.text for passage in passages(instance)]
    own = [mark for mark in marker.marks if mark not in inherited]
    assert own
    assert list(marks_in(texts, own)) == own
    if any(field.name == "body" for field in model._meta.concrete_fields):
        assert list(marks_in(texts, inherited)) == inherited


def test_every_snippet_and_setting_is_either_checked_or_not_for_readers():
    models = {model._meta.label for model in [*get_snippet_models(), *settings_registry]}
    ours = {label for label in models if apps.get_model(label).__module__.startswith("cms.")}
    assert ours == {*CHECKED, *UNCHECKED}


def test_the_lead_picture_brings_its_alternative_text(marker, news):
    news.lead_image_id = marker.library[LIBRARY_BLOCKS[0]]
    places = {passage.text: passage.place for passage in passages(news)}
    assert [str(part) for part in places[marker.marks[0]]] == ["题图", "替代文字"]


def test_a_new_kind_of_block_or_field_is_an_error_until_somebody_decides(monkeypatch):
    class SongBlock(blocks.FieldBlock):
        pass

    assert not is_known_block(SongBlock())
    monkeypatch.setattr(checks, "is_known_block", lambda block: not isinstance(block, blocks.DateBlock))
    assert any("DateBlock" in error.msg for error in checks.unread(NewsPage))
    monkeypatch.setattr(checks, "is_known_field", lambda field: field.name != "source")
    assert any("CharField" in error.msg and "source" in error.hint for error in checks.unread(NewsPage))


def test_a_word_in_bold_is_part_of_its_sentence_and_a_paragraph_is_not():
    assert plain("<p>再<b>接再</b>励&amp;</p><p>来</p>").split("\n") == ["", "再接再励&", "", "来", ""]


def test_what_a_rich_text_says_beside_its_words_is_read(family, news):
    news.body = [("paragraph", RichText('<p><a href="tel:13812345678">我们</a><embed alt="来风县的夜" id="1"/></p>'))]
    assert [passage.text for passage in passages(news) if "body" in passage.path][1:] == ["13812345678", "来风县的夜"]


def test_a_finding_names_its_place_and_the_editors_way_to_it(family, news):
    make_term(family.prefecture, "来风县", suggestion="来凤县", note="“凤”误作“风”")
    make_term(family.prefecture, "峡谷", Severity.NOTE)
    news.body = [("heading", {"text": "今天的来风县怎么样", "level": "h2"})]
    first, second = check_page(news)
    assert (first.severity, first.term, first.suggestion) == (REFUSE, "来风县", "来凤县")
    assert (first.before, first.matched, first.after) == ("今天的", "来风县", "怎么样")
    assert first.place == "正文 › 1. 小标题"
    assert first.path == f"body.{news.body[0].id}.text"
    assert (second.severity, second.path) == (NOTE, "title")


def test_a_finding_does_not_spread_the_number_that_it_names(family, news):
    news.summary = "请打１３８1234５６７８找老田，或到办公室 0718-8221234。"
    found = check_page(news)
    assert [finding.matched for finding in found] == ["１３８******７８", "0718-8221234"]
    assert "1234５" not in "".join(finding.before + finding.after for finding in found)


def test_english_pages_are_checked_for_numbers_and_english_entries_and_traditional_ones_are_not(family, news):
    make_term(family.prefecture, "来风县")
    make_term(family.prefecture, "Tu Jia")
    news.title, news.summary = "Tu Jia 来风县", "Call 13812345678"
    for code, terms in (("zh-hans", 3), ("en", 2), ("zh-hant", 0)):
        news.locale = Locale.objects.get_or_create(language_code=code)[0]
        assert len(check_page(news)) == terms


def test_texts_beside_pages_are_measured_by_the_lists_of_their_site(family):
    make_term(family.prefecture, "来风县")
    make_term(family.lichuan, "滕龙洞")
    banner = AlertBanner(site=family.lichuan, title="来风县", text="滕龙洞")
    assert [finding.term for finding in check_thing(banner)] == ["来风县", "滕龙洞"]
    banner.site = family.enshi
    assert [finding.term for finding in check_thing(banner)] == ["来风县"]
