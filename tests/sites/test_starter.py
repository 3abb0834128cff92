"""Starter content is complete, and every field and block of it would pass an editor's form."""

import re
from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.pages.news.models import NewsPage
from cms.pages.standard.models import HomePage
from sites.provisioning.starter import IMAGES, load_common, load_site
from sites.registry import load_registry

ENTRIES = load_registry()
PREFECTURE, COUNTIES = ENTRIES[0], ENTRIES[1:]
UNITS = {"campus", "hospital", "office", "smart_scenic", "village", "community", "enterprise"}
# Mobile and area numbers in full would be somebody's.
REAL_PHONE = re.compile(r"(?<!\d)(1[3-9]\d{9}|0718-?8\d{6})(?!\d)")


def home_of(entry) -> HomePage:
    return HomePage.objects.get(slug=entry.slug, locale__language_code="zh-hans")


def counts(entry) -> Counter:
    return Counter({kind: len(tables) for kind, tables in load_site(entry).items() if kind != "home"})


@pytest.mark.parametrize("entry", COUNTIES, ids=lambda entry: entry.slug)
def test_every_county_begins_with_news_spots_campuses_and_another_unit(entry):
    found = counts(entry)
    assert found["news"] >= 4
    assert found["scenic"] >= 2
    assert found["campus"] >= 2
    assert sum(found[kind] for kind in UNITS - {"campus"}) >= 1


def test_the_prefecture_begins_with_units_of_all_seven_kinds():
    found = counts(PREFECTURE)
    assert found["news"] >= 6
    assert found["commentary"] >= 6
    assert found["scenic"] >= 4
    assert all(found[kind] for kind in UNITS)


def test_every_illustration_has_its_file_and_its_description():
    images = load_common()["images"]
    assert {path.stem for path in IMAGES.glob("*.jpg")} == set(images)
    assert all(texts["description"] and texts["description_en"] for texts in images.values())


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.slug)
def test_every_page_of_a_site_would_pass_the_editors_form(nine_sites, entry):
    home = home_of(entry)
    pages = Page.objects.descendant_of(home, inclusive=True)
    for other in COUNTIES if entry is PREFECTURE else []:
        pages = pages.not_descendant_of(
            HomePage.objects.get(slug=other.slug, locale__language_code="zh-hans"), inclusive=True
        )
    problems = [problem for page in pages.specific() for problem in problems_of(page)]
    assert problems == []


def problems_of(page: Page) -> list[str]:
    problems = []
    try:
        page.full_clean()
    except ValidationError as error:
        problems.append(f"{page.url_path}: {error}")
    for field in page._meta.get_fields():
        if not isinstance(field, StreamField):
            continue
        try:
            field.stream_block.clean(field.value_from_object(page))
        except ValidationError as error:
            problems.append(f"{page.url_path} {field.name}: {getattr(error, 'as_json_data', error.__str__)()}")
    return problems


def test_addresses_of_pages_are_ascii(nine_sites):
    assert all(re.fullmatch(r"[a-z0-9/-]+", path) for path in Page.objects.values_list("url_path", flat=True))


def test_every_news_page_has_a_source_and_a_responsible_editor(nine_sites):
    assert not NewsPage.objects.filter(source="").exists()
    assert not NewsPage.objects.filter(responsible_editor="").exists()


def test_no_telephone_number_could_be_a_real_one():
    for entry in ENTRIES:
        assert not REAL_PHONE.search(repr(load_site(entry)))
