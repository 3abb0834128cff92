"""Editions: made from the plan, by going back, or because something in the current one may not be shown any more.

Whoever makes one holds the channel's row until it is there, so numbers have no gaps and nobody goes on from an edition
that is not the newest. What the reading side gives out is looked at again each time (`current`): a worker that is
dead, or a signal that was lost, lets nothing through.
"""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from operator import contains

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.media.models import Image, Media
from cms.tv.answering import for_the_public
from cms.tv.editions.content import Content, Ground, content_of, without
from cms.tv.editions.models import Channel, Edition, EditionAsset, Reason
from cms.tv.editions.planning import coming
from cms.tv.editions.signing import KEEP_DAYS, canonical, digest, sign, signing_key_id
from cms.tv.visible import visible_items

GROUND = ("item_id", "image", "recording")


class NothingToShow(ValueError):
    """Screens would go dark; says so in a sentence."""


def compile_channel(channel: Channel, by: AbstractBaseUser | None) -> Edition | None:
    """From the plan as it is now; None when the current edition shows the same. Raises NothingToShow."""
    content = content_of(coming(channel))
    if not any(rundown["rows"] for rundown in content.rundowns):
        raise NothingToShow(_("No rundown of the coming days has a row that can be shown. The edition stays as it is."))
    with _held(channel):
        last = newest(channel)
        if last and last.key == signing_key_id() and _says_the_same(last, content, channel):
            return None
        return _make(channel, content, Reason.COMPILED, by)


def go_back(edition: Edition, by: AbstractBaseUser | None) -> Edition:
    """A new edition like this one, without what may not be shown any more. Raises NothingToShow."""
    with _held(edition.channel):
        content = without(edition, _allowed(_grounds(edition)))
        if not any(rundown["rows"] for rundown in content.rundowns):
            raise NothingToShow(_("Nothing of this edition may be shown any more."))
        return _make(edition.channel, content, Reason.WENT_BACK, by)


def newest(channel: Channel) -> Edition | None:
    """As it was made; what may be given out is `current`."""
    return channel.editions.select_related("channel").order_by("-number").first()


def current(channel: Channel) -> Edition | None:
    """All of it may be shown at this moment; for that, a successor is made on the spot."""
    edition = newest(channel)
    if edition is None or is_intact(edition):
        return edition
    with _held(channel):
        edition = newest(channel)
        grounds = _grounds(edition)
        allowed = _allowed(grounds)
        if allowed == grounds:
            return edition
        return _make(channel, without(edition, allowed), Reason.WITHDRAWN, None)


def current_of(channels: Collection[Channel]) -> dict[int, Edition | None]:
    """`current` by the channels' numbers; five queries for any number of them while all may be shown. Without the
    manifests of editions that are as they were made."""
    last = Edition.objects.filter(channel=OuterRef("channel")).order_by("-number").values("number")[:1]
    newest = Edition.objects.filter(channel__in=channels, number=Subquery(last)).select_related("channel")
    found = {edition.channel_id: edition for edition in newest.defer("manifest")}
    whole = intact(found.values())
    return {
        channel.pk: edition if edition is None or edition.pk in whole else current(channel)
        for channel in channels
        for edition in [found.get(channel.pk)]
    }


def is_intact(edition: Edition) -> bool:
    return edition.pk in intact([edition])


def intact(editions: Collection[Edition]) -> set[int]:
    """Those of which everything may be shown at this moment; four queries for any number."""
    grounds: dict[int, set[Ground]] = {edition.pk: set() for edition in editions}
    rows = EditionAsset.objects.filter(edition__in=grounds).order_by()
    for edition, *ground in rows.values_list("edition", *GROUND).distinct():
        grounds[edition].add(tuple(ground))
    allowed = _allowed(set().union(*grounds.values()))
    return {number for number, own in grounds.items() if own <= allowed}


def may_be_given_out(files: QuerySet[EditionAsset]) -> bool:
    """Of all rows of one file: whether any of them is ground enough."""
    return bool(_allowed(_grounds_of(files)))


def _grounds(edition: Edition) -> set[Ground]:
    return _grounds_of(edition.assets.all())


def _grounds_of(files: QuerySet[EditionAsset]) -> set[Ground]:
    return set(files.order_by().values_list(*GROUND).distinct())


def _allowed(grounds: Collection[Ground]) -> set[Ground]:
    """Those on which a file may be shown at this moment."""
    items = visible_items().filter(pk__in={item for item, _image, _recording in grounds}).values_list("pk", flat=True)
    images = for_the_public(Image, (image for _item, image, _recording in grounds if image))
    recordings = for_the_public(Media, (recording for _item, _image, recording in grounds if recording))
    known = (set(items) | {None}, images | {None}, recordings | {None})
    return {ground for ground in grounds if all(map(contains, known, ground))}


@contextmanager
def _held(channel: Channel) -> Iterator[None]:
    with transaction.atomic():
        Channel.objects.select_for_update(of=("self",)).get(pk=channel.pk)
        yield


def _says_the_same(edition: Edition, content: Content, channel: Channel) -> bool:
    manifest = json.loads(edition.manifest)
    return content.as_json() | {"channel": _reference(channel)} == {
        name: manifest[name] for name in ("rundowns", "items", "assets", "channel")
    }


def _make(channel: Channel, content: Content, reason: Reason, by: AbstractBaseUser | None) -> Edition:
    previous, made_at = newest(channel), timezone.now()
    number = previous.number + 1 if previous else 1
    manifest = canonical(
        content.as_json()
        | {
            "channel": _reference(channel),
            "number": number,
            "previous": previous and previous.number,
            "reason": reason.value,
            "made_at": timezone.localtime(made_at).isoformat(),
            "keep_days": KEEP_DAYS,
        }
    )
    key, signature = sign(manifest)
    edition = Edition.objects.create(
        channel=channel,
        number=number,
        reason=reason,
        manifest=manifest,
        sha256=digest(manifest),
        signature=signature,
        key=key,
        made_at=made_at,
        by=by,
    )
    EditionAsset.objects.bulk_create(file.of(edition) for file in content.files)
    channel.touch()
    return edition


def _reference(channel: Channel) -> dict[str, str]:
    return {"code": channel.code, "name": channel.name}
