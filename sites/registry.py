"""Reads `registry.toml`, the list of sites, and refuses it with every error at once."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cms.settings.environment import env

REGISTRY_FILE = Path(__file__).resolve().parent / "registry.toml"

SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
DIVISION_CODE = re.compile(r"[1-9]\d{5}")
HOSTNAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*")
UNIQUE_FIELDS = ("slug", "division_code", "name_zh_hans", "short_name", "hostname")
# The first four digits of a county's code are its prefecture's.
PREFECTURE_DIGITS = 4


@dataclass(frozen=True)
class SiteEntry:
    """One site of the registry; `parent` is the slug of the site above it, empty for the prefecture."""

    slug: str
    division_code: str
    parent: str
    name_zh_hans: str
    name_zh_hant: str
    name_en: str
    short_name: str
    short_name_en: str
    hostname: str
    brand_name: str
    brand_name_en: str
    theme: str
    tagline: str
    tagline_en: str
    latitude: float
    longitude: float

    @property
    def is_prefecture(self) -> bool:
        return not self.parent

    @property
    def site_id_code(self) -> str:
        """A website identification code that everybody can see is not a real one."""
        return f"{self.division_code}9999"


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field of one entry, in a sentence that says what to do."""

    entry: str
    field: str
    message: str

    def __str__(self) -> str:
        return _("entry “%(entry)s”, field “%(field)s”: %(message)s") % {
            "entry": self.entry,
            "field": self.field,
            "message": self.message,
        }


class RegistryError(Exception):
    """The registry cannot be used; `problems` has all of its errors."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


def load_registry(path: Path | None = None) -> list[SiteEntry]:
    """The sites in tree order, each after the one above it, with the host names of the environment."""
    path = path or REGISTRY_FILE
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        message = _("The file cannot be read: %(error)s") % {"error": error}
        raise RegistryError([Problem(path.name, "-", message)]) from error
    return parse_registry(data.get("site", []), host_overrides(env.str("SITE_HOSTS", "")))


def parse_registry(tables: list[dict[str, Any]], hosts: dict[str, str]) -> list[SiteEntry]:
    problems: list[Problem] = []
    if not tables:
        raise RegistryError([Problem("registry.toml", "site", _("There is no entry. Add a [[site]] table."))])
    entries = []
    for number, table in enumerate(tables, start=1):
        found = list(_shape_problems(_entry_name(table, number), table))
        problems += found
        if not found:
            entry = SiteEntry(**table)
            entries.append(replace(entry, hostname=hosts.get(entry.slug, entry.hostname)))
    known = {str(table.get("slug")) for table in tables}
    problems += _host_problems(hosts, known)
    problems += [problem for entry in entries for problem in _value_problems(entry)]
    problems += _repeated(entries)
    if len(entries) == len(tables):
        problems += _tree_problems(entries)
    if problems:
        raise RegistryError(problems)
    return _in_tree_order(entries)


def host_overrides(value: str) -> dict[str, str]:
    """`lichuan=lichuan.example.cn,enshi=…` as a mapping of slug to host name."""
    hosts = {}
    for part in filter(None, (part.strip() for part in value.split(","))):
        slug, separator, host = (piece.strip() for piece in part.partition("="))
        if not (slug and separator and host):
            message = _("“%(part)s” is not of the form slug=host.") % {"part": part}
            raise RegistryError([Problem("SITE_HOSTS", slug or "-", message)])
        hosts[slug] = host.lower()
    return hosts


def public_port() -> int:
    """The port in public addresses: behind a proxy that is not the one that the server listens on."""
    return env.int("PUBLIC_PORT", env.int("PORT", 8000))


def _entry_name(table: dict[str, Any], number: int) -> str:
    return str(table.get("slug") or table.get("name_zh_hans") or f"#{number}")


def _shape_problems(entry: str, table: dict[str, Any]) -> Iterable[Problem]:
    """Missing, unknown and wrongly typed fields."""
    known = {field.name: field.type for field in fields(SiteEntry)}
    for name in table.keys() - known.keys():
        yield Problem(entry, name, _("There is no such field. Known are: %(known)s.") % {"known": ", ".join(known)})
    for name, kind in known.items():
        value = table.get(name)
        if kind is float:
            if isinstance(value, bool) or not isinstance(value, int | float):
                yield Problem(entry, name, _("Give a number in degrees, such as 30.2938."))
        elif name in table and not isinstance(value, str):
            yield Problem(entry, name, _("Write the value as text, in quotation marks."))
        elif value is None or (not value.strip() and name != "parent"):
            yield Problem(entry, name, _("The value is missing."))


def _value_problems(entry: SiteEntry) -> Iterable[Problem]:
    if not SLUG.fullmatch(entry.slug):
        yield Problem(entry.slug, "slug", _("Use small letters a-z, digits and hyphens, starting with a letter."))
    if not DIVISION_CODE.fullmatch(entry.division_code):
        message = _("“%(value)s” is not a division code: it has six digits (GB/T 2260), such as 422802.")
        yield Problem(entry.slug, "division_code", message % {"value": entry.division_code})
    if not HOSTNAME.fullmatch(entry.hostname) or len(entry.hostname) > 253:
        message = _("“%(value)s” is not a host name. Write it in small letters, without http:// and without a port.")
        yield Problem(entry.slug, "hostname", message % {"value": entry.hostname})
    if entry.theme not in settings.THEMES:
        message = _("There is no theme “%(value)s”. Folders under themes/: %(themes)s.")
        yield Problem(entry.slug, "theme", message % {"value": entry.theme, "themes": ", ".join(settings.THEMES)})
    if not -90 <= entry.latitude <= 90:
        yield Problem(entry.slug, "latitude", _("A latitude lies between -90 and 90."))
    if not -180 <= entry.longitude <= 180:
        yield Problem(entry.slug, "longitude", _("A longitude lies between -180 and 180."))


def _host_problems(hosts: dict[str, str], known: set[str]) -> Iterable[Problem]:
    for slug in hosts.keys() - known:
        yield Problem("SITE_HOSTS", slug, _("There is no site with this slug in the registry."))


def _repeated(entries: list[SiteEntry]) -> Iterable[Problem]:
    for field in UNIQUE_FIELDS:
        counts = Counter(getattr(entry, field) for entry in entries)
        for entry in entries:
            value = getattr(entry, field)
            if counts[value] > 1:
                others = [other.slug for other in entries if other is not entry and getattr(other, field) == value]
                message = _("“%(value)s” is also used by %(others)s; every site needs its own.")
                yield Problem(entry.slug, field, message % {"value": value, "others": ", ".join(others)})


def _tree_problems(entries: list[SiteEntry]) -> Iterable[Problem]:
    """One prefecture, and every other site directly below it."""
    roots = [entry for entry in entries if entry.is_prefecture]
    if len(roots) != 1:
        found = ", ".join(entry.slug for entry in roots) or "-"
        message = _("Exactly one entry must have an empty parent: the prefecture. Found: %(found)s.")
        yield Problem(found, "parent", message % {"found": found})
        return
    for entry in entries:
        if entry.is_prefecture:
            continue
        if entry.parent != roots[0].slug:
            message = _("“%(parent)s” is not the prefecture; write “%(root)s”.")
            yield Problem(entry.slug, "parent", message % {"parent": entry.parent, "root": roots[0].slug})
        elif entry.division_code[:PREFECTURE_DIGITS] != roots[0].division_code[:PREFECTURE_DIGITS]:
            message = _("“%(code)s” must begin with “%(prefix)s” like the prefecture's code.")
            prefix = roots[0].division_code[:PREFECTURE_DIGITS]
            yield Problem(entry.slug, "division_code", message % {"code": entry.division_code, "prefix": prefix})


def _in_tree_order(entries: list[SiteEntry]) -> list[SiteEntry]:
    return sorted(entries, key=lambda entry: not entry.is_prefecture)
