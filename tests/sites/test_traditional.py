"""The nine sites in traditional characters, as provisioning leaves them."""

from collections import Counter
from io import StringIO

from django.core.management import call_command
from wagtail.models import Page

from cms.core.scripts import to_simplified, to_traditional
from cms.languages.models import GlossaryTerm
from cms.pages.standard.models import HomePage
from sites.models import ProvisionedObject
from sites.provisioning.languages import load_glossary


def live(language: str):
    return Page.objects.live().filter(locale__language_code=language, depth__gt=1)


def test_every_live_page_has_its_traditional_page_at_the_same_address(nine_sites):
    prefix = "/enshi-zhou-zh-hant/"
    addresses = {path.replace("/enshi-zhou/", prefix, 1) for path in live("zh-hans").values_list("url_path", flat=True)}
    assert set(live("zh-hant").values_list("url_path", flat=True)) == addresses
    assert not any(Page.find_problems())


def test_home_pages_bear_the_names_of_the_registry(nine_sites):
    titles = dict(HomePage.objects.filter(locale__language_code="zh-hant").values_list("slug", "title"))
    for entry in nine_sites.entries:
        slug = "enshi-zhou-zh-hant" if entry.is_prefecture else entry.slug
        assert titles[slug] == entry.name_zh_hant


def test_sections_of_the_home_page_are_the_sources(nine_sites):
    homes = HomePage.objects.filter(translation_key=HomePage.objects.get(slug="enshi-zhou").translation_key)
    counts = Counter(len(home.sections) for home in homes.filter(locale__language_code__startswith="zh"))
    assert list(counts.values()) == [2]
    assert next(iter(counts)) > 3


def test_nothing_is_left_to_do_for_the_command(nine_sites):
    output = StringIO()
    call_command("sync_languages", stdout=output)
    assert "/enshi-zhou" not in output.getvalue()


def test_a_database_of_before_gets_its_traditional_pages(nine_sites):
    county = HomePage.objects.get(slug="lichuan", locale__language_code="zh-hant")
    county.delete()
    changes = nine_sites.again()
    assert {change.site for change in changes} == {"lichuan"}
    assert HomePage.objects.filter(slug="lichuan", locale__language_code="zh-hant", live=True).exists()
    assert nine_sites.again() == []


def test_the_glossary_is_laid_in_once(nine_sites):
    shipped = load_glossary()
    assert dict(GlossaryTerm.objects.values_list("simplified", "traditional")) == shipped
    GlossaryTerm.objects.filter(simplified="咸丰").delete()
    GlossaryTerm.objects.filter(simplified="软件").update(traditional="軟件")
    assert nine_sites.again() == []
    assert not GlossaryTerm.objects.filter(simplified="咸丰").exists()
    assert GlossaryTerm.objects.get(simplified="软件").traditional == "軟件"


def test_an_editors_own_term_is_not_overwritten(nine_sites):
    ProvisionedObject.objects.filter(key="glossary/软件").delete()
    GlossaryTerm.objects.filter(simplified="软件").update(traditional="軟件")
    nine_sites.again()
    assert GlossaryTerm.objects.get(simplified="软件").traditional == "軟件"


def test_the_glossary_holds_names_in_their_right_characters(nine_sites):
    for entry in nine_sites.entries:
        assert to_traditional(entry.name_zh_hans) == entry.name_zh_hant
        assert to_traditional(entry.brand_name).startswith("雲上")
    everyday = {"软件", "硬件", "打印", "打印机", "鼠标", "无线网络", "出租车", "充电宝"}
    for simplified, traditional in load_glossary().items():
        assert simplified in everyday or to_simplified(traditional) == simplified, simplified
