"""Rundowns and editions as consumers get them. Fields are added, never taken away or given another meaning (T-02)."""

from datetime import date, datetime, time
from typing import Literal

from ninja import Schema

from cms.tv.schemas import Envelope, SiteRef

Daypart = Literal["morning", "noon", "afternoon", "evening", "night", "all_day"]
Crop = Literal["hero_1920x1080", "square_480x480", "poster_480x720"]


class Asset(Schema):
    """A file by its content: `url`, to be read from the address of the edition, ends in the SHA-256 (hex) of its
    `size` bytes."""

    sha256: str
    size: int
    mime: str
    url: str


class EditionPicture(Schema):
    """Sizes are named by the SHA-256 of their files; alternative text is never empty."""

    alt: str
    caption: str
    credit: str
    dominant_color: str
    hero_1920x1080: str
    hero_1280x720: str
    card_640x360: str
    square_480x480: str
    poster_480x720: str


class EditionPlace(Schema):
    """Coordinates are WGS-84, in degrees as text: what is signed holds no fractions. Whether it is open is in `items`:
    an edition is shown for days."""

    address: str
    latitude: str | None
    longitude: str | None
    phone: str
    booking_url: str
    grade: str
    step_free: str


class EditionItem(Schema):
    """An item as it was when the edition was made. `phone` is the address in the QR code, `qr` its SVG (SHA-256)."""

    id: str
    locale: str
    type: str
    revision: int
    site: SiteRef
    title: str
    subtitle: str
    summary: str
    ticker: str
    html: str
    prompter: list[str]
    pictures: list[EditionPicture]
    place: EditionPlace | None
    source: str
    published_at: datetime | None
    valid_to: datetime | None
    phone: str
    qr: str


class Row(Schema):
    """What is shown from `offset_s` seconds after the rundown's beginning, for `seconds`.

    `item` and `locale` name one of the edition's items; `clip` is a recording (SHA-256); `stream_url` a live stream
    (HLS). When a row cannot be shown, its `fallback`, another item's id in the same language, stands in for it.
    """

    offset_s: int
    seconds: int
    kind: Literal["item", "clip", "live"]
    title: str
    item: str | None
    locale: str
    crop: Crop
    picture: str | None
    clip: str | None
    stream_url: str | None
    spoken: list[str]
    fallback: str | None


class EditionRundown(Schema):
    """Between `starts_at` and `ends_at` by Chinese time, on `date` or, without one, every day.

    One with a date stands before one without. `loop`: begin again until `ends_at`.
    """

    id: int
    title: str
    daypart: Daypart
    date: date | None
    starts_at: time
    ends_at: time
    loop: bool
    rows: list[Row]


class ChannelRef(Schema):
    code: str
    name: str


class Edition(Schema):
    """All that a channel shows, complete and unchangeable: what is signed. Keep the last one `keep_days` days."""

    channel: ChannelRef
    number: int
    previous: int | None
    reason: Literal["compiled", "went_back", "withdrawn"]
    made_at: datetime
    keep_days: int
    rundowns: list[EditionRundown]
    items: list[EditionItem]
    assets: list[Asset]


class Signature(Schema):
    """Over the edition in the canonical form of RFC 8785; base64url without padding. `key` is the `kid` in `keys`."""

    algorithm: Literal["Ed25519"]
    key: str
    value: str


class EditionAnswer(Envelope):
    edition: Edition
    signature: Signature


class EditionHead(Schema):
    channel: ChannelRef
    number: int
    previous: int | None
    reason: Literal["compiled", "went_back", "withdrawn"]
    made_at: datetime
    sha256: str
    is_current: bool
    url: str


class Editions(Envelope):
    """Newest first."""

    items: list[EditionHead]
    next_cursor: str | None


class RundownRow(Row):
    """`skipped` says why a row would not be shown, if compiled now."""

    skipped: Literal["not_approved", "withdrawn", "no_recording", ""]


class Rundown(Schema):
    id: int
    channel: ChannelRef
    title: str
    daypart: Daypart
    date: date | None
    starts_at: time
    ends_at: time
    loop: bool
    total_s: int
    gap_s: int
    rows: list[RundownRow]


class Rundowns(Envelope):
    """The programme as planned; what is on air is the current edition, and only its files have names."""

    items: list[Rundown]


class Key(Schema):
    """A public key as JWK (RFC 8037)."""

    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    kid: str
    x: str


class Keys(Envelope):
    items: list[Key]


class ChannelAnswer(Schema):
    """A channel shows one plan. `site` is null for one of the whole prefecture."""

    code: str
    name: str
    site: SiteRef | None
    edition: int | None
    edition_url: str | None


class Channels(Envelope):
    items: list[ChannelAnswer]
