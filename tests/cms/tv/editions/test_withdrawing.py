"""What may not be shown any more is out of every edition, with or without a worker."""

import json

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms.core.release import shipped
from cms.editorial.recall.asking import ask as ask_channel
from cms.editorial.recall.asking import fetch_from
from cms.editorial.recall.models import Channel as Line
from cms.editorial.recall.recalling import recall_page
from cms.media.models import Image
from cms.tv.approving import take_off
from cms.tv.editions.making import compile_channel, go_back, newest
from cms.tv.editions.models import Reason
from tests.factories.media import MediaFactory

CURRENT = "/editions/current?channel=enshi-tv"


def recall(page: Page) -> None:
    recall_page(page, None, reason="error", explanation="演练")


def expire(page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now())


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def change(page: Page) -> None:
    with shipped():
        page.title += "（改）"
        page.save_revision().publish()


@pytest.fixture
def other(live):
    return live(slug="other", title="另一条")


@pytest.fixture
def edition(channel, page, other, row):
    row(page, title="先看这条")
    row(other)
    return compile_channel(channel, None)


def shown(ask) -> dict:
    return ask(CURRENT).json()["edition"]


@pytest.mark.parametrize("withdraw", [recall, expire, restrict, change, take_off, Page.unpublish])
def test_the_reading_side_makes_the_successor_itself(edition, page, other, ask, withdraw):
    """Nothing else runs here: no signal after a commit, no worker."""
    withdraw(page)
    after = shown(ask)
    assert (after["number"], after["reason"]) == (2, "withdrawn")
    assert [item["id"] for item in after["items"]] == [f"news:{other.translation_key}"]
    ((first, *rest),) = [rundown["rows"] for rundown in after["rundowns"]]
    assert (first["title"], first["offset_s"], rest) == ("另一条", 0, [])
    assert str(page.translation_key) not in ask(CURRENT).content.decode()
    assert shown(ask)["number"] == 2


def test_the_edition_before_and_the_files_that_only_it_had_are_gone(edition, page, other, ask):
    before = shown(ask)
    recall(page)
    after = shown(ask)
    assert ask("/editions/enshi-tv/1").status_code == 410
    assert ask("/editions/enshi-tv/2").json()["edition"] == after
    kept = {asset["sha256"] for asset in after["assets"]}
    for asset in before["assets"]:
        assert ask(f"/assets/{asset['sha256']}").status_code == (200 if asset["sha256"] in kept else 410)
    assert len(kept) < len(before["assets"])


def test_a_row_falls_back_to_what_was_chosen_for_that(channel, page, other, row, ask):
    row(page, fallback_key=other.translation_key, seconds=30)
    compile_channel(channel, None)
    assert len(shown(ask)["items"]) == 2
    recall(page)
    ((row,),) = [rundown["rows"] for rundown in shown(ask)["rundowns"]]
    assert (row["item"], row["title"], row["seconds"], row["fallback"]) == (
        f"news:{other.translation_key}",
        "另一条",
        30,
        None,
    )


def test_a_picture_that_is_withheld_goes_and_its_item_stays_as_in_the_list_of_items(edition, page, ask):
    Image.objects.filter(pk=page.lead_image_id).update(is_withheld=True)
    after = shown(ask)
    assert after["number"] == 2
    assert [item["pictures"] for item in after["items"]] == [[], []]
    assert {asset["mime"] for asset in after["assets"]} == {"image/svg+xml"}


def test_a_recording_that_is_withheld_takes_its_row_along(channel, rundown, chinese, ask):
    clip = MediaFactory()
    rundown.rows.create(kind="clip", recording=clip, locale=chinese)
    compile_channel(channel, None)
    (asset,) = shown(ask)["assets"]
    type(clip).objects.filter(pk=clip.pk).update(is_withheld=True)
    assert shown(ask)["rundowns"][0]["rows"] == []
    assert ask(f"/assets/{asset['sha256']}").status_code == 410


def test_the_successor_is_there_as_soon_as_the_recall_is(edition, page, channel, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        recall(page)
    assert (newest(channel).number, newest(channel).reason) == (2, Reason.WITHDRAWN)


def test_going_back_brings_back_nothing_that_was_withdrawn(edition, channel, page, other, ask):
    rundown = channel.rundowns.get()
    rundown.rows.filter(item_key=page.translation_key).delete()
    compile_channel(channel, None)
    assert len(shown(ask)["items"]) == 1
    assert len(json.loads(go_back(edition, None).manifest)["items"]) == 2
    recall(page)
    back = go_back(edition, None)
    assert (back.number, back.reason) == (4, Reason.WENT_BACK)
    assert [item["id"] for item in json.loads(back.manifest)["items"]] == [f"news:{other.translation_key}"]
    assert shown(ask)["number"] == 4


def test_the_certificate_of_a_recall_names_the_edition_and_its_files_and_finds_them_gone(edition, page):
    recall(page)
    lines = Line.objects.filter(kind=Line.Kind.TV, url__contains="/editions/")
    assert [line.absent for line in lines] == [f"news:{page.translation_key}", ""]
    files = Line.objects.filter(kind=Line.Kind.TV, url__contains="/assets/")
    assert files.count() == 6
    for line in [*lines, *files]:
        assert ask_channel(line, fetch_from)[1]
