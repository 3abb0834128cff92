"""Demonstration units out of a CSV file: read, check every row, and only then create drafts.

All or nothing: while one row is wrong nothing is created. Units that exist already are skipped, so the same file
may be imported again.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.core.slugs import pinyin_slug
from cms.pages.units.kinds import Kind, Level
from cms.pages.units.models import UNIT_MODELS, SmartCampusPage, UnitIndexPage, UnitPage, kind_by_content_type

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 1000
LANGUAGES_OF_FILES = ("zh-hans", "en")


@dataclass(frozen=True)
class Column:
    name: str
    label: str
    help_text: str
    required: bool = False

    def answers_to(self, heading: str) -> bool:
        return heading.strip().casefold() in {self.name, *words(self.label)}


COLUMNS = [
    Column("kind", _("Kind"), _("One of the seven kinds, in these words or by its English key."), required=True),
    Column("title", _("Title"), _("Name of the unit, at most 255 characters."), required=True),
    Column("summary", _("Summary"), _("One or two sentences, at most 200 characters.")),
    Column("source", _("Source"), _("Who provided the information, at most 60 characters."), required=True),
    Column("level", _("Level"), _("County, prefecture, provincial or national level; may be empty.")),
    Column("since", _("Since"), _("First day of use as year-month-day, such as 2016-06-08; may be empty.")),
    Column("contact_role", _("Contact role"), _("A role, never a person's name or number; may be empty.")),
    Column("slug", _("Slug"), _("Last part of the address: a-z, 0-9 and hyphens; made from the title when empty.")),
]


class UnreadableFile(Exception):
    """The file as a whole cannot be used; the message says what to do."""


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell. `row` counts as spreadsheets do: the heading is row 1."""

    row: int
    column: str
    message: str


@dataclass
class Plan:
    """What an import would do."""

    units: list[UnitPage] = field(default_factory=list)
    duplicates: list[tuple[int, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def can_be_imported(self) -> bool:
        return bool(self.units) and not self.problems


def words(label: str | Promise) -> set[str]:
    """A label in every language in which files may be written."""
    found = set()
    for language in LANGUAGES_OF_FILES:
        with translation.override(language):
            found.add(str(label).casefold())
    return found


def read(data: bytes) -> list[dict]:
    """Rows as {"row": number, column name: text, "surplus": text right of the headings}; raises UnreadableFile."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile(_("The file is larger than 2 MB. Split it and import the parts one by one."))
    try:
        # Line ends stay as they are, so that the reader can tell those inside quotes.
        records = list(csv.reader(io.StringIO(decode(data), newline=""), strict=True))
    except csv.Error as error:
        message = _("The file is not valid CSV (%(error)s). Save it again as “CSV UTF-8” and upload that.")
        raise UnreadableFile(message % {"error": error}) from error
    if not records or not any(records[0]):
        raise UnreadableFile(_("The first row must contain the headings. Start from the template."))
    names = read_headings(records[0])
    rows = [
        {
            "row": number,
            "surplus": "".join(record[len(names) :]).strip(),
            **dict(zip(names, (cell.strip() for cell in record), strict=False)),
        }
        for number, record in enumerate(records[1:], start=2)
        if any(cell.strip() for cell in record)
    ]
    if not rows:
        raise UnreadableFile(_("There is no unit below the headings."))
    if len(rows) > MAX_ROWS:
        message = _("The file has %(count)s rows; at most %(limit)s can be imported at once. Split it.")
        raise UnreadableFile(message % {"count": len(rows), "limit": MAX_ROWS})
    return rows


def decode(data: bytes) -> str:
    """UTF-8 with or without byte order mark, else GBK, in which Chinese spreadsheets save CSV."""
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise UnreadableFile(_("This is a spreadsheet. Save it as “CSV UTF-8” in your spreadsheet program first."))
    for encoding in ("utf-8-sig", "gbk"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableFile(_("The characters cannot be read. Save the file as “CSV UTF-8” and upload that."))


def read_headings(headings: list[str]) -> list[str]:
    while headings and not headings[-1].strip():
        headings = headings[:-1]
    names = []
    for heading in headings:
        name = next((column.name for column in COLUMNS if column.answers_to(heading)), None)
        if name is None:
            known = "、".join(str(column.label) for column in COLUMNS)
            message = _("Row 1: the heading “%(heading)s” is not known. Known headings: %(known)s.")
            raise UnreadableFile(message % {"heading": heading.strip(), "known": known})
        if name in names:
            raise UnreadableFile(_("Row 1: the heading “%(heading)s” occurs twice.") % {"heading": heading.strip()})
        names.append(name)
    missing = [str(column.label) for column in COLUMNS if column.required and column.name not in names]
    if missing:
        message = _("Row 1: these headings are missing: %(missing)s. Start from the template.")
        raise UnreadableFile(message % {"missing": "、".join(missing)})
    return names


def check(rows: list[dict], index: UnitIndexPage) -> Plan:
    """Looks at every row against the others and against what exists below `index`; changes nothing."""
    plan = Plan()
    kinds = kind_by_content_type()
    below = Page.objects.descendant_of(index).filter(content_type__in=kinds)
    known = set()
    for content_type, *titles in below.values_list("content_type", "title", "draft_title"):
        known |= {(kinds[content_type], title) for title in titles}
    slugs = set(Page.objects.child_of(index).values_list("slug", flat=True))
    for row in rows:
        unit, problems = read_unit(row)
        if problems:
            plan.problems += problems
        elif (unit.kind, unit.title) in known:
            plan.duplicates.append((row["row"], unit.title))
        elif unit.slug in slugs:
            message = _("This address is taken. Choose another one or leave the cell empty.")
            plan.problems.append(Problem(row["row"], label_of("slug"), str(message)))
        else:
            unit.slug = unit.slug or free_slug(unit.title, slugs)
            plan.units.append(unit)
            known.add((unit.kind, unit.title))
            slugs.add(unit.slug)
    return plan


def free_slug(title: str, taken: set[str]) -> str:
    """The title in pinyin, with a number when that address is taken."""
    slug = pinyin_slug(title)
    candidates = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
    return next(candidate for candidate in candidates if candidate not in taken)


def read_unit(row: dict) -> tuple[UnitPage | None, list[Problem]]:
    """An unsaved unit of the right type, or what is wrong with the row."""
    problems = [Problem(row["row"], label_of(name), str(message)) for name, message in wrong_cells(row)]
    if problems:
        return None, problems
    unit = UNIT_MODELS[choice(Kind, row["kind"])](
        title=row["title"],
        summary=row.get("summary", ""),
        source=row["source"],
        level=choice(Level, row.get("level", "")) or "",
        since=read_date(row.get("since", "")),
        contact_role=row.get("contact_role", ""),
        slug=row.get("slug", ""),
    )
    checked = {"title", "summary", "source", "contact_role"} | ({"slug"} if unit.slug else set())
    try:
        unit.clean_fields(exclude={each.name for each in unit._meta.fields} - checked)
    except ValidationError as error:
        problems = [
            Problem(row["row"], label_of(name), " ".join(messages)) for name, messages in error.message_dict.items()
        ]
    return unit, problems


def wrong_cells(row: dict) -> Iterator[tuple[str, str | Promise]]:
    for column in COLUMNS:
        if column.required and not row.get(column.name):
            yield column.name, _("This cell is empty. Fill it in.")
    if row.get("surplus"):
        # What a comma inside a text does when the program that wrote the file forgot the quotes.
        yield _("right of the last column"), _("There are more cells than headings. Put texts with commas in quotes.")
    # The model's own validation knows no limit of text fields such as the summary.
    for name in ("title", "summary", "source", "contact_role"):
        limit = SmartCampusPage._meta.get_field(name).max_length
        if len(row.get(name, "")) > limit:
            yield name, _("The text is too long. Shorten it to %(limit)s characters.") % {"limit": limit}
    for name, choices in (("kind", Kind), ("level", Level)):
        if row.get(name) and not choice(choices, row[name]):
            allowed = "、".join(str(label) for label in choices.labels)
            yield (
                name,
                _("“%(value)s” is not known. Write one of: %(allowed)s.") % {"value": row[name], "allowed": allowed},
            )
    if row.get("since") and not read_date(row["since"]):
        yield "since", _("“%(value)s” is not a date. Write it like 2016-06-08.") % {"value": row["since"]}
    if row.get("slug") and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["slug"]):
        yield "slug", _("Use only a-z, 0-9 and single hyphens, or leave the cell empty.")


def choice(choices: type[Kind] | type[Level], text: str) -> Kind | Level | None:
    """The choice that `text` names by its key or by its label."""
    wanted = text.casefold()
    return next((each for each in choices if wanted == each.value or wanted in words(each._label_)), None)


def read_date(text: str) -> date | None:
    """`2016-06-08`, `2016/6/8`, `2016.6.8` or `2016年6月8日`: how spreadsheets and people write a day."""
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def label_of(name: str) -> str:
    return str(next((column.label for column in COLUMNS if column.name == name), name))


@transaction.atomic
def create_drafts(units: list[UnitPage], index: UnitIndexPage, user) -> None:
    """Saves the units below `index` as drafts that belong to `user`."""
    for unit in units:
        unit.owner = user
        unit.live = False
        index.add_child(instance=unit)
        unit.save_revision(user=user)


def template_file() -> bytes:
    """An empty file with the headings; the byte order mark makes spreadsheets read it as UTF-8."""
    headings = io.StringIO()
    csv.writer(headings).writerow([str(column.label) for column in COLUMNS])
    return headings.getvalue().encode("utf-8-sig")
