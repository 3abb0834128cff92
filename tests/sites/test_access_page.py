"""The page on which administrators read who may do what."""

import pytest

from sites import access
from sites.access import PAGE, TITLES, Row, Section, load_access, page


def section(*signs: str) -> Section:
    rows = (Row("do_it", signs, "做"),)
    return Section("key", "标题", "", ("本站", "其他县市", "州级站"), ("各县市", "各县市", "州级站"), rows)


def test_the_page_is_that_of_the_data():
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m sites.access"


def test_the_page_has_a_line_for_every_row():
    lines = [line for line in page().splitlines() if line.startswith("| ")]
    rows = [row for each in load_access() for row in each.rows]
    assert len(lines) == len(rows) + 2 * len(load_access())
    assert all(line.count("|") == len(TITLES) + 2 for line in lines)


@pytest.mark.parametrize(
    ("role", "signs", "words"),
    [
        (0, "+~-", "本站"),
        (0, "000", "—"),
        (0, "+-+", "本站、州级站"),
        (0, "+++", "全部"),
        (3, "++-", "各县市"),
        (3, "--+", "州级站"),
        (7, "+++", "全部"),
    ],
)
def test_a_cell_says_where_in_words(role, signs, words):
    each = section(*[signs] * len(TITLES))
    assert each.reach(each.rows[0], role) == words


def test_the_prefecture_treats_all_counties_alike():
    """Otherwise a cell that says “counties” would be true of one only."""
    for each in load_access():
        twins = [i for i, name in enumerate(each.prefecture) if each.prefecture.count(name) > 1]
        for row in each.rows:
            for signs in row.signs[3:]:
                assert len({signs[i] == "+" for i in twins}) <= 1, row.action


@pytest.mark.parametrize("signs", ["+++ +++", "++ ++ ++ ++ ++ ++ ++ ++"])
def test_a_row_without_a_sign_for_each_role_and_place_is_refused(tmp_path, monkeypatch, signs):
    data = f"""
        [[section]]
        key = "pages"
        title = "页面"
        about = ""
        county = ["本站", "其他县市", "州级站"]
        prefecture = ["各县市", "各县市", "州级站"]
        rows = [["do_it", "{signs}", "做"]]
    """
    (tmp_path / "access.toml").write_text(data, encoding="utf-8")
    monkeypatch.setattr(access, "HERE", tmp_path)
    with pytest.raises(ValueError, match="do_it"):
        load_access()
