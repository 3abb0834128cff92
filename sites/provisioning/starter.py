"""Reads starter content: `starter/common.toml` for every site and `starter/<slug>.toml` for each."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sites.provisioning.run import ProvisioningError
from sites.registry import SiteEntry

STARTER = Path(__file__).resolve().parent.parent / "starter"
IMAGES = STARTER / "images"

# Table name in a starter file -> page type, and the key of the column below which its pages go.
PAGE_KINDS = {
    "news": ("news.NewsPage", ""),
    "scenic": ("scenic.ScenicSpotPage", "scenic"),
    "campus": ("units.SmartCampusPage", "units"),
    "hospital": ("units.SmartHospitalPage", "units"),
    "office": ("units.SmartOfficePage", "units"),
    "smart_scenic": ("units.SmartScenicPage", "units"),
    "village": ("units.SmartVillagePage", "units"),
    "community": ("units.SmartCommunityPage", "units"),
    "enterprise": ("units.SmartEnterprisePage", "units"),
    "commentary": ("commentary.CommentaryPage", "commentary"),
    "standard": ("standard.StandardPage", "about"),
}


@dataclass(frozen=True)
class PageItem:
    """One page of starter content: where it goes, what it is and what it says."""

    column: str
    model: str
    slug: str
    values: dict[str, Any]
    where: str

    @property
    def key(self) -> str:
        return f"{self.column}/{self.slug}"


@dataclass(frozen=True)
class Common:
    """The part of common.toml that a site of one level gets, with the site's names filled in."""

    columns: list[dict[str, Any]]
    standard: list[dict[str, Any]]
    sections: list[dict[str, Any]]
    footer: dict[str, Any]
    footer_links: list[dict[str, str]]


@cache
def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        message = _("The starter content %(file)s cannot be read: %(error)s")
        raise ProvisioningError(message % {"file": path.name, "error": error}) from error


def load_common() -> dict[str, Any]:
    return _read(STARTER / "common.toml")


def load_search() -> dict[str, Any]:
    return _read(STARTER / "search.toml")


def load_site(entry: SiteEntry) -> dict[str, Any]:
    """Empty for a site without a file: a tenth site starts with the common pages only."""
    path = STARTER / f"{entry.slug}.toml"
    return _read(path) if path.exists() else {}


def load_home(entry: SiteEntry) -> dict[str, Any]:
    return load_site(entry).get("home", {})


def common_for(entry: SiteEntry) -> Common:
    level = "prefecture" if entry.is_prefecture else "county"
    names = chinese_names(entry)

    def pick(name: str) -> list[dict[str, Any]]:
        items = [item for item in load_common()[name] if item.get("on", level) in (level, entry.slug)]
        return [{key: fill_names(value, names) for key, value in item.items() if key != "on"} for item in items]

    return Common(
        columns=[column for column in pick("column") if _has_column(entry, column["key"])],
        standard=pick("standard"),
        sections=pick("section"),
        footer=pick("footer")[0],
        footer_links=pick("footer_link"),
    )


def _has_column(entry: SiteEntry, key: str) -> bool:
    """Commentaries are the prefecture's; a county gets the column when it has some to begin with."""
    return key != "commentary" or entry.is_prefecture or "commentary" in load_site(entry)


def chinese_names(entry: SiteEntry) -> dict[str, str]:
    """What the {placeholders} of texts for all sites stand for."""
    return {
        "full_name": entry.name_zh_hans,
        "short_name": entry.short_name,
        "short_name_en": entry.short_name_en,
        "brand_name": entry.brand_name,
        "brand_name_en": entry.brand_name_en,
        "name_en": entry.name_en,
        "division_code": entry.division_code,
        "site_id_code": entry.site_id_code,
    }


def fill_names(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: fill_names(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [fill_names(inner, names) for inner in value]
    if isinstance(value, str):
        for name, text in names.items():
            value = value.replace(f"{{{name}}}", text)
    return value


def page_items(entry: SiteEntry) -> list[PageItem]:
    """All starter pages of a site, the common plain pages first."""
    items = [_page_item("standard", table, "common.toml") for table in common_for(entry).standard]
    for kind, tables in load_site(entry).items():
        if kind == "home":
            continue
        items += [_page_item(kind, table, f"{entry.slug}.toml") for table in tables]
    return items


def _page_item(kind: str, table: dict[str, Any], file: str) -> PageItem:
    where = f"{file}, [[{kind}]] {table.get('slug') or table.get('title', '')}"
    if kind not in PAGE_KINDS:
        known = ", ".join(PAGE_KINDS)
        message = _("%(where)s: there is no such kind of page. Known: %(known)s.")
        raise ProvisioningError(message % {"where": where, "known": known})
    values = dict(table)
    model, column = PAGE_KINDS[kind]
    column = values.pop("column", column)
    if not values.get("slug") or not column:
        raise ProvisioningError(_("%(where)s: the slug or the column is missing.") % {"where": where})
    return PageItem(column, model, values["slug"], values, where)
