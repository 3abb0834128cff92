"""The review that a new site begins with, as data; from then on its stages are the prefecture's to change.

Two stages for every page and a third where a leader speaks or the risk is high. With three people a county can publish:
one writes, one reviews, one checks for secrets (G-32, G-34).
"""

from dataclasses import dataclass

from cms.editorial.review.models import Required, StageKind


@dataclass(frozen=True)
class StageEntry:
    """`roles` are keys of the site's own roles, `prefecture_roles` of the prefecture's (roles.py)."""

    key: str
    title: str
    kind: StageKind
    roles: tuple[str, ...] = ()
    prefecture_roles: tuple[str, ...] = ()
    required: Required = Required.ALWAYS
    page_types: tuple[str, ...] = ()
    hours: int = 24


CONFIDENTIALITY = StageEntry(
    key="confidentiality",
    title="保密审查",
    kind=StageKind.CONFIDENTIALITY,
    roles=("admin", "reviewer"),
)
STAGES = {
    "county": (
        StageEntry(key="site", title="本级审核", kind=StageKind.SITE, roles=("reviewer",)),
        CONFIDENTIALITY,
        StageEntry(
            key="prefecture",
            title="州级审核",
            kind=StageKind.PREFECTURE,
            prefecture_roles=("reviewer", "admin"),
            required=Required.SOMETIMES,
            page_types=("commentary.CommentaryPage",),
        ),
    ),
    "prefecture": (
        StageEntry(key="site", title="本级审核", kind=StageKind.SITE, roles=("reviewer",)),
        CONFIDENTIALITY,
        StageEntry(
            key="prefecture",
            title="州级复审",
            kind=StageKind.PREFECTURE,
            roles=("reviewer", "admin"),
            required=Required.HIGH_RISK,
        ),
    ),
}


def stages_for(is_prefecture: bool) -> tuple[StageEntry, ...]:
    return STAGES["prefecture" if is_prefecture else "county"]
