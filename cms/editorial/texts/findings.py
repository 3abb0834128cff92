"""What the text check says about a place in a text."""

from dataclasses import asdict, dataclass

from cms.editorial.texts.engine import Hit, Lexicon
from cms.editorial.texts.kinds import Kind, Severity, Worded
from cms.editorial.texts.reading import Passage

AROUND = 24
LONGEST = 60
BETWEEN = " › "


@dataclass(frozen=True)
class Finding(Worded):
    """`term` is the entry of the list, or the rule by which personal data was found; `version` that of the list.

    Personal numbers are masked in the excerpt: what names them must not spread them.
    """

    severity: int
    kind: str
    term: str
    place: str
    path: str
    before: str
    matched: str
    after: str
    suggestion: str
    note: str
    version: int

    def as_data(self) -> dict:
        return asdict(self)

    @property
    def is_refusal(self) -> bool:
        return self.severity == Severity.REFUSE


def findings_in(passage: Passage, lexicon: Lexicon, latin_only: bool) -> list[Finding]:
    hits = lexicon.find(passage.text, latin_only)
    if not hits:
        return []
    shown = _masked(passage.text, hits)
    return [_finding(hit, shown, passage, lexicon.version) for hit in hits]


def _finding(hit: Hit, shown: str, passage: Passage, version: int) -> Finding:
    entry = hit.entry
    return Finding(
        severity=int(entry.severity),
        kind=str(entry.kind),
        term=entry.term,
        place=_place(passage.place),
        path=".".join(passage.path),
        before=_tidy(("…" if hit.start > AROUND else "") + shown[max(0, hit.start - AROUND) : hit.start]),
        matched=_tidy(shown[hit.start : hit.end])[:LONGEST],
        after=_tidy(shown[hit.end : hit.end + AROUND] + ("…" if hit.end + AROUND < len(shown) else "")),
        suggestion=entry.suggestion,
        note=entry.note,
        version=version,
    )


def _place(parts: tuple[str, ...]) -> str:
    """A block whose only text is named like itself is named once."""
    named: list[str] = []
    for part in filter(None, parts):
        if not (named and named[-1].endswith(part)):
            named.append(part)
    return BETWEEN.join(named)


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _masked(text: str, hits: list[Hit]) -> str:
    """Of an office's telephone, which is only noted, nothing is hidden."""
    characters = list(text)
    for hit in hits:
        if hit.entry.kind == Kind.PERSONAL and hit.entry.severity > Severity.NOTE:
            places = [at for at in range(hit.start, hit.end) if characters[at].isalnum()]
            for at in places[3:-2]:
                characters[at] = "*"
    return "".join(characters)
