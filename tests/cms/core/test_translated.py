"""Texts that are kept in Chinese, and what a page says when one has not been translated."""

import pytest
from django.template import Context, Template
from django.utils import translation

from cms.core.translated import localized
from cms.pages.commentary.models import PenName
from cms.pages.news.models import Topic

# The glossary of traditional characters is in the database.
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("code", "text"), [("zh-hans", "鹤峰县"), ("zh-hant", "鶴峰縣"), ("en", "Hefeng County")])
def test_a_text_in_the_reader_s_language(code, text):
    with translation.override(code):
        assert localized("鹤峰县", "Hefeng County") == text


def test_chinese_stands_in_for_missing_english():
    with translation.override("en"):
        assert localized("鹤峰县") == "鹤峰县"


@pytest.mark.parametrize("model", [Topic, PenName])
def test_names_of_topics_and_pen_names(model):
    with translation.override("en"):
        assert model(name="乡村", name_en="Villages").localized_name == "Villages"
        assert model(name="乡村").localized_name == "乡村"
    with translation.override("zh-hant"):
        assert model(name="乡村", name_en="Villages").localized_name == "鄉村"


@pytest.mark.parametrize(
    ("code", "text", "attribute"),
    [("en", "利川", ' lang="zh-Hans"'), ("en", "Lichuan", ""), ("zh-hans", "利川", ""), ("zh-hant", "利川", "")],
)
def test_chinese_among_english_says_so(code, text, attribute):
    with translation.override(code):
        template = Template("{% load core_tags %}{% text_lang text %}")
        assert template.render(Context({"text": text})) == attribute
