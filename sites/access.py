"""Who may do what, as data: access.toml is what the tests try out and what `python -m sites.access` prints."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from sites.roles import COUNTY_ROLES, PREFECTURE_ROLES

HERE = Path(__file__).resolve().parent
PAGE = HERE / "ACCESS.md"
DONE = "+"
TITLES = (
    *(f"县市{role.title}" for role in COUNTY_ROLES),
    *(f"州级{role.title}" for role in PREFECTURE_ROLES),
    "平台管理员",
)
INTRODUCTION = """\
# 谁能做什么

这张表由 `sites/access.toml` 生成（`python -m sites.access`），请不要直接修改。
表里的每一格，测试都会用真实的请求试一遍：写着能做的真的做得到，写“—”的真的做不到。

怎么看：一行是一件事，一列是一个角色。格子里写的是这个角色**能在哪里**做这件事；“—”表示哪里都不行。
一个人可以有几个角色，能做的事加在一起。其他县市的内容，县市人员打开时只会看到“找不到”，也不会出现在列表和选择框里。
"""


@dataclass(frozen=True)
class Row:
    action: str
    signs: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Section:
    """`county` and `prefecture` name the places that a group's signs stand for, from where somebody works."""

    key: str
    title: str
    about: str
    county: tuple[str, ...]
    prefecture: tuple[str, ...]
    rows: tuple[Row, ...]

    def reach(self, row: Row, role: int) -> str:
        """Where the role with this number in TITLES may do it, in words."""
        names = self.county if role < len(COUNTY_ROLES) else self.prefecture
        places = dict.fromkeys(name for name, sign in zip(names, row.signs[role], strict=True) if sign == DONE)
        if len(places) > 1 and places.keys() == set(names):
            return "全部"
        return "、".join(places) or "—"


def load_access() -> list[Section]:
    """Raises ValueError for a row that has not one group of signs for each role and one sign for each place."""
    data = tomllib.loads((HERE / "access.toml").read_text(encoding="utf-8"))
    return [_section(**values) for values in data["section"]]


def _section(*, county: list[str], prefecture: list[str], rows: list[list[str]], **texts: str) -> Section:
    found = []
    for action, signs, text in rows:
        groups = tuple(signs.split())
        if len(groups) != len(TITLES) or {len(group) for group in groups} != {len(county)}:
            raise ValueError(f"{action}: one group for each of {len(TITLES)} roles, {len(county)} signs in each")
        found.append(Row(action, groups, text))
    return Section(county=tuple(county), prefecture=tuple(prefecture), rows=tuple(found), **texts)


def page() -> str:
    """ACCESS.md."""
    return "\n".join([INTRODUCTION, *(_table(section) for section in load_access())])


def _table(section: Section) -> str:
    lines = [f"## {section.title}", ""]
    if section.about:
        lines += [section.about.strip(), ""]
    lines += [_line(["", *TITLES]), _line(["---"] * (len(TITLES) + 1))]
    for row in section.rows:
        lines.append(_line([row.text, *(section.reach(row, role) for role in range(len(TITLES)))]))
    return "\n".join([*lines, ""])


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
