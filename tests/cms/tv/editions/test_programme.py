"""The screens on which somebody makes the programme; every button works without a script."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.tv.approving import approve
from cms.tv.editions.filling import fill
from cms.tv.editions.forms import FIELDS
from cms.tv.editions.making import compile_channel
from cms.tv.editions.models import ONE_DAY, Channel, FillRule, Row, Rundown
from cms.tv.models import Item
from tests.cms.tv.test_desk import client_of, somebody
from tests.cms.tv.two_steps import takes_two_steps

SETTINGS = {"title": "晚间", "daypart": "evening", "starts_at": "18:00", "ends_at": "18:30"}
RULE = {"rule-count": 10, "rule-seconds": 12}


@pytest.fixture
def person(family):
    return somebody(family.prefecture, "change_rundown")


@pytest.fixture
def client(person):
    return client_of(person)


@pytest.fixture
def editor(client, rundown):
    return Editor(client, rundown)


class Editor:
    """Somebody at the form: what its fields hold is sent along with every button."""

    def __init__(self, client, rundown) -> None:
        self.client, self.rundown = client, rundown
        self.address = reverse("tv_rundown", args=[rundown.pk])
        self.show(client.get(self.address))
        self.fields = {**SETTINGS, **RULE, "seen": self.editor.seen}

    def show(self, response) -> None:
        self.response = response
        self.editor = (response.context or {}).get("editor")

    def press(self, button: str) -> None:
        self.show(self.client.post(self.address, {**self.fields, **self.rows, "do": button}))

    @property
    def rows(self) -> dict[str, list[str]]:
        return {f"row-{name}": [row.get(name, "") for row in self.editor.values] for name in FIELDS}

    @property
    def titles(self) -> list[str]:
        return [row["proposal"] for row in self.response.context["rows"]]

    @property
    def text(self) -> str:
        return self.response.content.decode()


@pytest.fixture
def items(live) -> list[Item]:
    pages = [live(slug=f"p{number}", title=f"第{number}条") for number in range(3)]
    return [Item.objects.get(page=page) for page in pages]


def add_all(editor: Editor, items: list[Item]) -> None:
    for item in items:
        editor.press(f"add:item:{item.pk}")


def test_rows_are_added_moved_and_removed_and_nothing_is_saved_before_save(editor, items):
    add_all(editor, items)
    editor.press("move:2:0")
    assert editor.titles == ["第2条", "第0条", "第1条"]
    editor.press(f"add:item:{items[0].pk}:1")
    assert editor.titles == ["第2条", "第0条", "第0条", "第1条"]
    editor.press("remove:3")
    assert not Row.objects.exists()
    editor.press("save")
    assert list(editor.rundown.rows.values_list("item_key", flat=True)) == [
        items[2].translation_key,
        items[0].translation_key,
        items[0].translation_key,
    ]


def test_a_row_that_was_there_stays_the_same_row(editor, items, client, rundown):
    add_all(editor, items)
    editor.press("save")
    before = list(rundown.rows.values_list("pk", flat=True))
    again = Editor(client, rundown)
    again.press("move:2:0")
    again.press("remove:1")
    again.press("save")
    assert list(rundown.rows.values_list("pk", flat=True)) == [before[2], before[1]]


def test_each_row_has_its_time_and_the_slot_its_total(editor, items):
    add_all(editor, items)
    editor.editor.values[0]["seconds"] = "3700"
    editor.press("look")
    context = editor.response.context
    assert [f"{row['time']:%H:%M:%S}" for row in context["rows"]] == ["18:00:00", "19:01:40", "19:01:52"]
    assert (context["total"], context["slot"], context["overrun"]) == ("1:02:04", "30:00", "32:04")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"seconds": "2"}, "8"),
        ({"title": "字" * 21}, "21"),
        ({"kind": "live", "item_key": "", "stream_url": "http://example.com/a.mp4"}, "m3u8"),
    ],
)
def test_what_is_wrong_is_named_nothing_is_saved_and_everything_typed_stays(editor, items, values, said):
    add_all(editor, items[:2])
    editor.editor.values[1].update(values)
    typed = editor.rows
    editor.press("save")
    (error,) = editor.editor.forms[1].all_errors
    assert said in error
    assert (editor.rows, Row.objects.count()) == (typed, 0)


def test_two_people_do_not_overwrite_each_other(editor, items, rundown, client):
    other = Editor(client, rundown)
    add_all(editor, items)
    editor.press("save")
    add_all(other, items[:1])
    other.press("save")
    assert len(other.editor.problems) == 1
    assert (rundown.rows.count(), other.titles) == (3, ["第0条"])


def test_what_would_be_skipped_is_listed_with_the_reason(editor, items):
    add_all(editor, items)
    items[0].page.unpublish()
    Item.objects.filter(pk=items[1].pk).end()
    editor.press("look")
    assert [str(row["skipped"]) for row in editor.response.context["skipped"]] == [
        row["skipped"] for row in editor.response.context["rows"][:2]
    ]
    first, second = (row["skipped"] for row in editor.response.context["skipped"])
    assert first != second


def test_the_list_holds_what_may_be_shown_and_is_searched(editor, items, live):
    live(approved=False, slug="quiet", title="没有批准")
    editor.press("look")
    assert len(editor.response.context["found"]) == 3
    editor.fields["find-title"] = "第1条"
    editor.press("find")
    assert [each["title"] for each in editor.response.context["found"]] == ["第1条"]


def test_the_list_says_when_there_are_more(editor, items, monkeypatch):
    monkeypatch.setattr("cms.tv.editions.views.FOUND", 3)
    editor.press("find")
    assert "most" not in editor.response.context
    monkeypatch.setattr("cms.tv.editions.views.FOUND", 2)
    editor.press("find")
    assert ([each["title"] for each in editor.response.context["found"]], editor.response.context["most"]) == (
        ["第2条", "第1条"],
        2,
    )


def test_an_error_of_the_rule_stands_at_its_field_in_details_that_are_open(editor, items):
    editor.fields["rule-count"] = ""
    editor.press("fill")
    (error,) = editor.editor.rule_form.errors["count"]
    details = [part.partition("</details>")[0] for part in editor.text.split('<details class="tv-settings"')[1:]]
    assert [(part.startswith(" open"), error in part) for part in details] == [(False, False), (True, True)]


def test_what_is_told_around_the_fields_has_the_same_places_in_every_answer(editor, items):
    """The script takes it over place by place, and leaves the fields, in which somebody may be typing, alone."""

    def places() -> int:
        return editor.text.count("data-tv-told")

    outside = places()
    add_all(editor, items[:1])
    per_row = places() - outside
    add_all(editor, items)
    assert places() == outside + 4 * per_row
    Item.objects.filter(pk=items[0].pk).end()
    editor.editor.values[1]["title"] = "字" * 21
    editor.fields["rule-count"] = ""
    editor.press("save")
    assert places() == outside + 4 * per_row


def test_what_is_not_saved_is_marked(editor, items):
    assert "data-tv-unsaved hidden>" in editor.text
    editor.press(f"add:item:{items[0].pk}")
    assert "data-tv-unsaved>" in editor.text


def test_a_rundown_is_copied_to_the_next_day_with_its_rows_and_its_rule(client, items, rundown, row):
    row(items[0].page, seconds=30, title="头条")
    FillRule.objects.create(rundown=rundown, count=7)
    address = f"{reverse('tv_rundown_new')}?from={rundown.pk}"
    form = client.get(address).context["form"]
    tomorrow = timezone.localdate() + ONE_DAY
    assert form.initial["date"] == tomorrow
    client.post(address, SETTINGS | {"channel": rundown.channel_id, "date": str(tomorrow)})
    copy = Rundown.objects.exclude(pk=rundown.pk).get()
    assert (copy.date, copy.rule.count, copy.rows.get().title, copy.rows.get().seconds) == (tomorrow, 7, "头条", 30)
    assert rundown.rows.count() == 1 and rundown.rule.count == 7


def test_days_that_are_over_are_listed_on_request(client, rundown):
    Rundown.objects.filter(pk=rundown.pk).update(date=timezone.localdate() - ONE_DAY)
    seen = client.get(reverse("tv_rundowns"))
    assert (seen.context["past"], seen.context["channels"][0]["rundowns"]) == (1, [])
    [channel] = client.get(reverse("tv_rundowns") + "?past=1").context["channels"]
    assert [row["rundown"] for row in channel["rundowns"]] == [rundown]


def test_a_rule_fills_up_and_says_why_there_are_fewer(editor, items, row, channel):
    add_all(editor, items[:1])
    editor.press("fill")
    assert editor.titles == ["第0条", "第2条", "第1条"]
    (note,) = editor.editor.notes
    assert "10" in note


def rule_for(rundown, **values: Any) -> FillRule:
    return FillRule(rundown=rundown, **values)


def test_a_rule_takes_the_newest_that_fit(family, rundown, items, page, channel, row):
    site, other = family.lichuan, family.prefecture
    fits = {
        "all": rule_for(rundown, count=10),
        "two": rule_for(rundown, count=2),
        "site": rule_for(rundown, site_id=site.pk),
        "kind": rule_for(rundown, kind="scenic_spot"),
        "topic": rule_for(rundown, topic="没有这个"),
        "days": rule_for(rundown, days=1),
    }
    assert other.pk != site.pk
    assert {name: len(fill(rule, set()).items) for name, rule in fits.items()} == {
        "all": 4,
        "two": 2,
        "site": 4,
        "kind": 0,
        "topic": 0,
        "days": 4,
    }


def test_a_home_page_is_in_the_programme_only_if_a_rule_asks_for_it(family, rundown, items):
    home = family.lichuan.root_page.specific
    approve(home, None)
    newest = fill(rule_for(rundown, count=10), set()).items
    assert [item.page_id for item in newest] == [item.page_id for item in reversed(items)]
    assert [item.page_id for item in fill(rule_for(rundown, kind="home"), set()).items] == [home.pk]


def test_home_pages_are_not_offered_unless_they_are_looked_for(family, editor, items):
    approve(family.lichuan.root_page.specific, None)
    editor.press("look")
    assert home_titles(editor) == []
    editor.fields["find-kind"] = "home"
    editor.press("find")
    assert home_titles(editor) == ["利川市"]


def home_titles(editor) -> list[str]:
    return [each["title"] for each in editor.response.context["found"] if each["item"].kind == "home"]


def test_a_rule_leaves_out_what_the_channel_has_shown(rundown, items, page, channel, row):
    row(page)
    compile_channel(channel, None)
    filling = fill(rule_for(rundown, count=10), set())
    assert (len(filling.items), filling.shown_before) == (3, 1)
    assert len(fill(rule_for(rundown, count=10, not_shown_yet=False), set()).items) == 4


def test_editions_are_made_and_gone_back_to(client, channel, page, row, rundown):
    row(page)
    address = reverse("tv_editions", args=[channel.pk])
    client.post(address)
    client.post(address)
    assert channel.editions.count() == 1
    rundown.rows.update(seconds=99)
    client.post(address)
    client.post(address, {"back": 1})
    assert [(edition.number, edition.reason, edition.by is not None) for edition in channel.editions.all()] == [
        (3, "went_back", True),
        (2, "compiled", True),
        (1, "compiled", True),
    ]
    first, *_rest = client.get(address).context["rows"]
    assert (first["is_current"], first["items"], first["changes"]["plan"]) == (True, 1, True)


def test_a_rundown_is_made_and_deleted(client, channel):
    values = {**SETTINGS, "channel": channel.pk}
    assert client.post(reverse("tv_rundown_new"), {**values, "ends_at": "spät"}).status_code == 200
    client.post(reverse("tv_rundown_new"), values)
    editor = Editor(client, channel.rundowns.get())
    assert takes_two_steps(editor.text, 'name="do" value="delete"')
    editor.press("delete")
    assert not channel.rundowns.exists()


@pytest.mark.parametrize("button", ["move:7:0", "add:item:x", "move:a:b", "remove:9", "add:live:1:2:3"])
def test_a_button_that_there_is_not_is_refused(editor, button):
    editor.press(button)
    assert editor.response.status_code == 400


def test_nobody_else_gets_in(family, channel, rundown):
    addresses = [
        reverse("tv_rundowns"),
        reverse("tv_rundown_new"),
        reverse("tv_rundown", args=[rundown.pk]),
        reverse("tv_editions", args=[channel.pk]),
        reverse("tv_channel_new"),
        reverse("tv_channel", args=[channel.pk]),
    ]
    stranger = client_of(somebody(family.prefecture, "approve_item"))
    county = client_of(somebody(family.lichuan, "change_rundown"))
    for address in addresses:
        assert (stranger.get(address).status_code, county.get(address).status_code) == (302, 404)


def test_a_channel_is_made_and_switched_off_but_keeps_its_code(client, family, ask):
    values = {"code": "lichuan-hall", "name": "利川大厅", "site": family.lichuan.pk, "active": "on"}
    assert client.post(reverse("tv_channel_new"), {**values, "code": "利川"}).status_code == 200
    client.post(reverse("tv_channel_new"), values)
    made = Channel.objects.get(code="lichuan-hall")
    assert made.site_id == family.lichuan.pk
    assert "lichuan-hall" in ask("/channels").content.decode()
    client.post(reverse("tv_channel", args=[made.pk]), {"code": "other", "name": "利川大厅（停用）", "site": ""})
    made.refresh_from_db()
    assert (made.code, made.site_id, made.active) == ("lichuan-hall", None, False)
    assert "lichuan-hall" not in ask("/channels").content.decode()
