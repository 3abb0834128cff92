"""The English that the platform brings: complete, without Chinese, and made once."""

import re
from dataclasses import replace

import polib
import pytest
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.test import Client
from wagtail.models import Page
from wagtail_localize.models import StringTranslation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue, extract_ids

from cms.core.scripts import HAN
from cms.languages.english import completed, english_of
from cms.languages.english_import import missing_english
from cms.languages.english_state import State, with_english
from cms.pages.scenic.models import ScenicSpotPage
from sites.models import ProvisionedObject
from sites.provisioning import provision
from sites.provisioning.english import phrases_for
from sites.provisioning.starter import STARTER
from sites.registry import SiteEntry, load_registry

ENTRIES = load_registry()
FILES = sorted((STARTER / "en").glob("*.po"))
# A visitor may need a name's characters to ask the way.
NAME_IN_BRACKETS = re.compile(r"\([\u3400-\u9fff·]+(, [^()]+)?\)")


def page_of(entry: SiteEntry, key: str) -> Page:
    record = f"{entry.slug}/home" if key == "home" else f"{entry.slug}/page/{key}"
    return Page.objects.get(pk=ProvisionedObject.objects.get(key=record).object_id)


def live_english() -> list[Page]:
    return list(Page.objects.live().filter(locale__language_code="en").order_by("path").specific())


def test_there_is_a_file_for_all_and_one_for_each_site():
    assert {path.stem for path in FILES} == {"common", *(entry.slug for entry in ENTRIES)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_entry_has_english_with_the_same_markup_and_no_chinese(path):
    entries = polib.pofile(str(path))
    assert len(entries) > 50
    for entry in entries:
        assert entry.msgstr, entry.msgid
        assert not HAN.search(NAME_IN_BRACKETS.sub("", entry.msgstr)), entry.msgstr
        assert extract_ids(entry.msgstr) == extract_ids(entry.msgid), entry.msgid
        StringValue.from_translated_html(entry.msgstr)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.slug)
def test_no_text_of_a_page_that_has_english_is_without(nine_sites, entry):
    for key, phrases in phrases_for(entry).items():
        assert missing_english(page_of(entry, key).specific, phrases) == [], key


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.slug)
def test_every_site_has_its_main_pages_live_in_english(nine_sites, entry):
    home = page_of(entry, "home")
    english = english_of(home)
    assert english.live
    columns = home.get_children().live().exclude(pk__in=[page_of(other, "home").pk for other in ENTRIES])
    assert {page.slug for page in columns} == set(
        english.get_children().live().filter(slug__in=columns.values("slug")).values_list("slug", flat=True)
    )
    spots = ScenicSpotPage.objects.live().descendant_of(home).exclude(descendants_of_other_sites(entry))
    assert all(english_of(spot).live for spot in spots)
    assert all(english_of(page_of(entry, f"about/{slug}")).live for slug in ("about-site", "privacy", "contact"))


def descendants_of_other_sites(entry: SiteEntry) -> Q:
    below = Q(pk=None)
    if entry.is_prefecture:
        for other in ENTRIES[1:]:
            below |= Q(path__startswith=page_of(other, "home").path)
    return below


def test_what_is_live_in_english_is_up_to_date_and_by_people(nine_sites):
    keys = [page.translation_key for page in live_english()]
    chinese = with_english(Page.objects.filter(translation_key__in=keys, locale__language_code="zh-hans"))
    assert len(keys) > 100
    assert {page.state for page in chinese} == {State.TRANSLATED}
    assert not StringTranslation.objects.exclude(translation_type="manual").exists()
    assert not StringTranslation.objects.filter(has_error=True).exists()


def test_no_chinese_is_left_in_the_texts_of_live_english_pages(nine_sites):
    for page in live_english():
        for segment in extract_segments(completed(page)):
            text = segment.string.data if isinstance(segment, StringSegmentValue) else ""
            assert not HAN.search(NAME_IN_BRACKETS.sub("", text)), f"{page.url_path}: {text}"


def test_english_pages_stand_where_their_sources_stand_with_the_same_dates(nine_sites):
    for page in live_english():
        chinese = Page.objects.get(translation_key=page.translation_key, locale__language_code="zh-hans")
        assert page.first_published_at == chinese.first_published_at
        if chinese.depth > 2:
            assert page.slug == chinese.slug
            assert page.get_parent().translation_key == chinese.get_parent().translation_key


def test_visitors_read_them_under_their_hosts(nine_sites):
    for host, path in [("localhost", "/en/"), ("lichuan.localhost", "/en/"), ("lichuan.localhost", "/en/scenic/")]:
        response = Client(SERVER_NAME=host).get(path)
        assert response.status_code == 200, (host, path)
        assert 'lang="en"' in response.content.decode()


def test_running_again_makes_no_english_page_twice(nine_sites):
    before = Page.objects.count()
    assert nine_sites.again() == []
    assert Page.objects.count() == before


def test_an_english_page_that_was_deleted_stays_deleted(nine_sites):
    contact = page_of(ENTRIES[2], "about/contact")
    english_of(contact).delete()
    assert nine_sites.again() == []
    assert english_of(contact) is None


def test_what_a_person_has_written_is_not_overwritten(nine_sites):
    english = english_of(page_of(ENTRIES[2], "about/contact")).specific
    english.title = "Write to us"
    english.save_revision().publish()
    ProvisionedObject.objects.filter(key__contains="/english/").delete()
    assert nine_sites.again() == []
    assert english_of(page_of(ENTRIES[2], "about/contact")).title == "Write to us"


def test_a_page_that_an_editor_has_changed_is_left_to_people(nine_sites):
    contact = page_of(ENTRIES[2], "about/contact")
    english_of(contact).delete()
    ProvisionedObject.objects.filter(key=f"{ENTRIES[2].slug}/english/about/contact").delete()
    page = contact.specific
    page.summary = "编辑改过的一句话。"
    page.save_revision().publish()
    assert nine_sites.again() == []
    assert english_of(contact) is None


def test_a_new_site_without_english_texts_gets_a_draft_in_which_its_people_may_write(nine_sites):
    tenth = replace(
        ENTRIES[2],
        slug="zhongling",
        division_code="422829",
        name_zh_hans="中岭县",
        name_en="Zhongling County",
        short_name="中岭县",
        short_name_en="Zhongling",
        hostname="zhongling.localhost",
        brand_name="云上中岭",
        brand_name_en="Yunshang Zhongling",
    )
    provision([*ENTRIES, tenth], demo_users=True)
    english = english_of(page_of(tenth, "home"))
    editor = get_user_model().objects.get(username="zhongling-editor")
    assert english.permissions_for_user(editor).can_edit()
    assert not english.live


def test_a_dry_run_makes_nothing(nine_sites):
    contact = page_of(ENTRIES[2], "about/contact")
    english_of(contact).delete()
    ProvisionedObject.objects.filter(key=f"{ENTRIES[2].slug}/english/about/contact").delete()
    changes = nine_sites.again(dry_run=True)
    assert ["English" in change.what or "英文" in change.what for change in changes] == [True]
    assert english_of(contact) is None
    assert len(nine_sites.again(only=ENTRIES[2].slug)) == 1
    assert english_of(contact).live
