"""The list of sites is refused with every error at once, each naming its entry and field."""

import tomllib

import pytest

from cms.sitewide.models import SiteIdentity
from sites.registry import REGISTRY_FILE, RegistryError, host_overrides, load_registry, parse_registry, public_port

SLUGS = ["enshi-zhou", "enshi", "lichuan", "jianshi", "badong", "xuanen", "xianfeng", "laifeng", "hefeng"]


@pytest.fixture
def tables() -> list[dict]:
    return tomllib.loads(REGISTRY_FILE.read_text(encoding="utf-8"))["site"]


def problems_of(tables: list[dict], hosts: dict[str, str] | None = None) -> list[tuple[str, str]]:
    with pytest.raises(RegistryError) as caught:
        parse_registry(tables, hosts or {})
    return [(problem.entry, problem.field) for problem in caught.value.problems]


def test_the_registry_holds_the_prefecture_first_and_its_eight_counties():
    entries = load_registry()
    assert [entry.slug for entry in entries] == SLUGS
    assert [entry.slug for entry in entries if entry.is_prefecture] == ["enshi-zhou"]


def test_english_names_are_english_and_as_long_as_there_is_room():
    for entry in load_registry():
        english = [entry.name_en, entry.short_name_en, entry.brand_name_en, entry.tagline_en]
        assert all(text.isascii() for text in english), entry.slug
        assert (
            SiteIdentity(
                name_en=entry.name_en,
                short_name_en=entry.short_name_en,
                brand_name_en=entry.brand_name_en,
                tagline_en=entry.tagline_en,
            ).clean_fields(exclude=["site"])
            is None
        )
    assert {entry.short_name_en for entry in load_registry()} >= {"Enshi Prefecture", "Enshi City", "Xuan'en"}


def test_site_id_codes_begin_with_the_division_code_and_are_visibly_no_real_ones():
    for entry in load_registry():
        assert entry.site_id_code == f"{entry.division_code}9999"


def test_the_prefecture_comes_first_wherever_it_stands_in_the_file(tables):
    assert parse_registry(tables[::-1], {})[0].slug == "enshi-zhou"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "Li Chuan"),
        ("division_code", "42280"),
        ("division_code", "42280X"),
        ("division_code", "500101"),
        ("hostname", "http://lichuan.example.cn"),
        ("hostname", "lichuan_example"),
        ("theme", "no-such-theme"),
        ("parent", "enshi"),
        ("latitude", 300.0),
        ("longitude", "108.9"),
        ("name_en", ""),
        ("short_name_en", ""),
        ("brand_name_en", 7),
        ("brand_name", 7),
    ],
)
def test_a_wrong_value_is_named_with_its_entry_and_field(tables, field, value):
    tables[2][field] = value
    assert (tables[2]["slug"], field) in problems_of(tables)


@pytest.mark.parametrize("field", ["slug", "division_code", "name_zh_hans", "hostname"])
def test_a_value_used_twice_is_named_at_both_entries(tables, field):
    tables[2][field] = tables[3][field]
    assert problems_of(tables).count((tables[3]["slug"], field)) >= 1
    assert len([found for _entry, found in problems_of(tables) if found == field]) == 2


def test_a_missing_name_is_an_error(tables):
    del tables[4]["name_zh_hant"]
    assert problems_of(tables) == [("badong", "name_zh_hant")]


def test_an_error_of_the_prefecture_is_not_mistaken_for_a_missing_prefecture(tables):
    del tables[0]["name_en"]
    assert problems_of(tables) == [("enshi-zhou", "name_en")]


def test_a_field_that_does_not_exist_is_an_error(tables):
    tables[4]["colour"] = "amber"
    assert problems_of(tables) == [("badong", "colour")]


def test_all_errors_are_listed_at_once(tables):
    tables[1]["theme"] = "no-such-theme"
    tables[2]["division_code"] = "12"
    del tables[5]["name_zh_hans"]
    found = problems_of(tables)
    assert {("enshi", "theme"), ("lichuan", "division_code"), ("xuanen", "name_zh_hans")} <= set(found)


def test_there_must_be_exactly_one_prefecture(tables):
    tables[1]["parent"] = ""
    assert ("enshi-zhou, enshi", "parent") in problems_of(tables)


def test_an_empty_registry_is_an_error():
    assert problems_of([]) == [("registry.toml", "site")]


def test_a_file_that_is_no_toml_is_an_error_that_names_the_file(tmp_path):
    broken = tmp_path / "broken.toml"
    broken.write_text("[[site]\n")
    with pytest.raises(RegistryError, match="broken.toml"):
        load_registry(broken)


def test_host_names_of_the_environment_replace_those_of_the_file(monkeypatch):
    monkeypatch.setenv("SITE_HOSTS", "lichuan=lichuan.example.cn, enshi-zhou=WWW.example.cn")
    hosts = {entry.slug: entry.hostname for entry in load_registry()}
    assert hosts["lichuan"] == "lichuan.example.cn"
    assert hosts["enshi-zhou"] == "www.example.cn"
    assert hosts["badong"] == "badong.localhost"


def test_a_host_name_for_an_unknown_site_is_an_error(tables):
    assert problems_of(tables, {"wuhan": "wuhan.example.cn"}) == [("SITE_HOSTS", "wuhan")]


def test_a_host_name_doubled_by_the_environment_is_an_error(tables):
    found = problems_of(tables, {"enshi": "lichuan.localhost"})
    assert set(found) == {("enshi", "hostname"), ("lichuan", "hostname")}


def test_site_hosts_without_an_equals_sign_is_an_error():
    with pytest.raises(RegistryError, match="SITE_HOSTS"):
        host_overrides("lichuan.example.cn")


@pytest.mark.parametrize(
    ("variables", "port"),
    [({}, 8000), ({"PORT": "8010"}, 8010), ({"PORT": "8010", "PUBLIC_PORT": "443"}, 443)],
)
def test_addresses_carry_the_public_port_else_the_servers(monkeypatch, variables, port):
    for name in ("PORT", "PUBLIC_PORT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert public_port() == port
