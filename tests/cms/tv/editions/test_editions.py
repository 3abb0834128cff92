"""What screens are given: complete, signed, the same for ever."""

import hashlib
import json
from base64 import urlsafe_b64decode
from datetime import time, timedelta

import pytest
import rfc8785
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from nacl.signing import VerifyKey

from cms.audit.append_only import AppendOnlyError
from cms.tv.editions.making import NothingToShow, compile_channel
from cms.tv.editions.models import Edition, EditionAsset
from cms.tv.editions.signing import canonical


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.fixture
def edition(channel, page, row):
    row(page)
    return compile_channel(channel, None)


def test_an_edition_is_signed_over_its_canonical_form(edition, ask):
    """Both checked with libraries that had no part in making it."""
    answer = ask("/editions/current?channel=enshi-tv").json()
    signed = rfc8785.dumps(answer["edition"])
    (key,) = [key for key in ask("/keys").json()["items"] if key["kid"] == answer["signature"]["key"]]
    VerifyKey(decoded(key["x"])).verify(signed, decoded(answer["signature"]["value"]))
    assert hashlib.sha256(signed).hexdigest() == edition.sha256


def test_every_file_is_there_with_its_size_and_hash(edition, ask):
    assets = ask("/editions/current?channel=enshi-tv").json()["edition"]["assets"]
    assert len(assets) == 6
    for asset in assets:
        response = ask(asset["url"].removeprefix("/api/tv/v1"))
        content = b"".join(response.streaming_content)
        assert (len(content), hashlib.sha256(content).hexdigest()) == (asset["size"], asset["sha256"])
        assert response["Content-Type"] == asset["mime"]


def test_the_same_content_makes_no_new_edition(edition, channel):
    assert compile_channel(channel, None) is None
    assert channel.editions.count() == 1


def test_another_key_does(edition, channel, settings, ask):
    settings.TV_SIGNING_KEYS = ["a new secret", *settings.TV_SIGNING_KEYS]
    again = compile_channel(channel, None)
    assert [key["kid"] for key in ask("/keys").json()["items"]] == [again.key, edition.key]


def test_later_edits_change_nothing_of_it(edition, channel, page, live, rundown, ask):
    before = ask("/editions/enshi-tv/1").json()["edition"]
    rundown.rows.all().delete()
    rundown.delete()
    page.lead_image.renditions.all().delete()
    page.lead_image.file.delete(save=False)
    page.title = "草稿里的新标题"
    page.save_revision()
    assert ask("/editions/enshi-tv/1").json()["edition"] == before
    assert ask(f"/assets/{before['assets'][0]['sha256']}").status_code == 200


@pytest.mark.parametrize("model", [Edition, EditionAsset])
def test_nobody_changes_an_edition(edition, model):
    row = model.objects.first()
    with pytest.raises(AppendOnlyError):
        row.save()
    with pytest.raises(AppendOnlyError):
        row.delete()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608


def test_an_empty_plan_makes_no_edition(channel, rundown):
    with pytest.raises(NothingToShow):
        compile_channel(channel, None)


def test_what_is_not_approved_gets_into_none(channel, live, page, row):
    row(page)
    row(live(approved=False, slug="quiet", title="没有批准"))
    assert "没有批准" not in compile_channel(channel, None).manifest


def test_an_edition_covers_seven_days(channel, row, rundown, page):
    row(page)
    for days in (-1, 0, 7, 8):
        day = timezone.localdate() + timedelta(days=days)
        channel.rundowns.create(title=str(days), date=day, starts_at=time(8), ends_at=time(9))
    manifest = json.loads(compile_channel(channel, None).manifest)
    assert [rundown["title"] for rundown in manifest["rundowns"]] == ["0", "7", "晚间"]


def test_fractions_have_no_place_in_what_is_signed():
    with pytest.raises(TypeError):
        canonical({"rows": [{"seconds": 1.5}]})
