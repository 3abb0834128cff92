"""A list as a file for editors: out, and in again. While one line is wrong nothing is taken in.

The words of the file are its own and Chinese in every language of the admin, so that a file fits wherever it came from.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.editorial.texts.kinds import Severity, TermKind
from cms.editorial.texts.models import Term
from cms.editorial.texts.versions import one_version

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 5000
COLUMNS = {
    "term": "写法",
    "kind": "类型",
    "severity": "级别",
    "suggestion": "建议写法",
    "exceptions": "例外",
    "note": "说明",
}
REQUIRED = ("term", "kind", "severity")
KINDS = {
    TermKind.WRONG: "易错字词",
    TermKind.NAME: "地名和机构名",
    TermKind.ADVERTISING: "广告极限用语",
    TermKind.HEALTH: "健康功效宣称",
    TermKind.OTHER: "其他用语",
    TermKind.NUMBER: "可以公开的号码",
}
SEVERITIES = {Severity.REFUSE: "禁止", Severity.SUGGEST: "建议", Severity.NOTE: "提示"}
BETWEEN_EXCEPTIONS = "；"
# What a spreadsheet would take for a formula is written behind an apostrophe, which reading takes off again.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class UnreadableFile(Exception):
    """The file as a whole cannot be used; the message says what to do."""


@dataclass(frozen=True)
class Problem:
    """`line` counts as spreadsheets do: the headings are line 1."""

    line: int
    message: str


@dataclass
class Plan:
    """What an import does to a site's list."""

    site: Site
    added: list[Term] = field(default_factory=list)
    changed: list[Term] = field(default_factory=list)
    removed: list[Term] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def can_be_carried_out(self) -> bool:
        return bool(self.added or self.changed or self.removed) and not self.problems

    def carry_out(self) -> None:
        """One version of the list, whatever the number of lines."""
        with one_version():
            for term in [*self.added, *self.changed]:
                term.save()
            for term in self.removed:
                term.delete()


def write(terms: Iterable[Term]) -> str:
    """With the mark by which spreadsheets know that a file is UTF-8."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(COLUMNS.values())
    for term in terms:
        words = {
            **term.content(),
            "kind": KINDS[TermKind(term.kind)],
            "severity": SEVERITIES[Severity(term.severity)],
            "exceptions": BETWEEN_EXCEPTIONS.join(term.exception_list),
        }
        lines.writerow([guarded(words[name]) for name in COLUMNS])
    return "\ufeff" + out.getvalue()


def guarded(text: str) -> str:
    return f"'{text}" if text.startswith((*FORMULA, "'")) else text


def read(data: bytes) -> list[tuple[int, dict[str, str]]]:
    """(line, column -> text) of each line that says something; raises UnreadableFile."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile(_("The file is larger than 2 MB."))
    try:
        records = list(csv.reader(io.StringIO(_decoded(data), newline=""), strict=True))
    except csv.Error as error:
        message = _("The file is not valid CSV (%(error)s). Save it again as “CSV UTF-8” and upload that.")
        raise UnreadableFile(message % {"error": error}) from error
    headings = [cell.strip() for cell in records[0]] if records else []
    names = {heading: name for name, heading in COLUMNS.items()}
    if missing := [COLUMNS[name] for name in REQUIRED if COLUMNS[name] not in headings]:
        message = _("The first line must hold the headings; missing: %(headings)s.")
        raise UnreadableFile(message % {"headings": "、".join(missing)})
    if unknown := [heading for heading in headings if heading not in names]:
        message = _("These headings are not known: %(headings)s.")
        raise UnreadableFile(message % {"headings": "、".join(unknown)})
    if len(records) > MAX_ROWS + 1:
        raise UnreadableFile(_("The file has more than %(count)s lines.") % {"count": MAX_ROWS})
    return [
        (line, {names[heading]: _bare(cell) for heading, cell in zip(headings, record, strict=False)})
        for line, record in enumerate(records[1:], start=2)
        if any(cell.strip() for cell in record)
    ]


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(_("The file is neither UTF-8 nor GBK. Save it again as “CSV UTF-8” and upload that."))


def _bare(cell: str) -> str:
    text = cell.strip()
    return text[1:] if text.startswith(tuple(f"'{sign}" for sign in (*FORMULA, "'"))) else text


def check(rows: list[tuple[int, dict[str, str]]], site: Site, removes_missing: bool = False) -> Plan:
    """Compares the lines with the site's list. `removes_missing` also takes out what the file does not hold."""
    plan = Plan(site)
    present = {term.term: term for term in Term.objects.filter(site=site)}
    seen: dict[str, int] = {}
    for line, values in rows:
        word = values.get("term", "")
        term = present.get(word) or Term(site=site, term=word)
        before = term.content() if term.pk else None
        if problem := _filled(term, values) or _twice(term, seen):
            plan.problems.append(Problem(line, problem))
        elif before is None:
            plan.added.append(term)
        elif term.content() != before:
            plan.changed.append(term)
        else:
            plan.unchanged += 1
        seen.setdefault(term.term, line)
    if removes_missing:
        plan.removed = [term for word, term in present.items() if word not in seen]
    return plan


def _filled(term: Term, values: dict[str, str]) -> str:
    """Sets what the line says; answers with what is wrong with it."""
    kind = {word: key for key, word in KINDS.items()}.get(values.get("kind", ""))
    severity = {word: key for key, word in SEVERITIES.items()}.get(values.get("severity", ""))
    if kind is None:
        return _("“%(heading)s” must be one of: %(words)s.") % {
            "heading": COLUMNS["kind"],
            "words": "、".join(KINDS.values()),
        }
    if severity is None:
        return _("“%(heading)s” must be one of: %(words)s.") % {
            "heading": COLUMNS["severity"],
            "words": "、".join(SEVERITIES.values()),
        }
    term.kind, term.severity = kind, severity
    for name in ("suggestion", "note"):
        setattr(term, name, values.get(name, ""))
    term.exceptions = "\n".join(values.get("exceptions", "").replace(";", BETWEEN_EXCEPTIONS).split(BETWEEN_EXCEPTIONS))
    try:
        term.full_clean(validate_unique=False, validate_constraints=False, exclude=["site"])
    except ValidationError as error:
        return " ".join(f"{COLUMNS.get(name, name)}: {' '.join(texts)}" for name, texts in error.message_dict.items())
    return ""


def _twice(term: Term, seen: dict[str, int]) -> str:
    if term.term not in seen:
        return ""
    return _("“%(term)s” stands in line %(line)s already.") % {"term": term.term, "line": seen[term.term]}
