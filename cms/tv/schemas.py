"""What consumers get, as JSON Schema. Fields are added, never taken away or given another meaning (T-02)."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema

SCHEMA_VERSION = "1.0"


class Envelope(Schema):
    """Around every answer."""

    schema_version: str = SCHEMA_VERSION
    server_time: datetime


class SiteRef(Schema):
    code: str
    host: str
    name: str


class Picture(Schema):
    """JPEG of exactly this size."""

    url: str
    width: int
    height: int
    mime: str = "image/jpeg"


class Pictures(Schema):
    """One picture in the sizes of the screen, cut around what matters in it."""

    id: int
    alt: str
    caption: str
    credit: str
    dominant_color: str
    hero_1920x1080: Picture
    hero_1280x720: Picture
    card_640x360: Picture
    square_480x480: Picture
    poster_480x720: Picture


class Recording(Schema):
    """`url` is the file; `hls_url` the same as a stream in several qualities, where there is one."""

    id: int
    type: Literal["video", "audio"]
    title: str
    url: str
    mime: str
    hls_url: str | None
    duration_s: int | None
    transcript: str


class Texts(Schema):
    """Widths in full-width characters: title 20, subtitle 30, summary 80, ticker 40 (T-07)."""

    title: str
    subtitle: str
    summary: str
    ticker: str


class Body(Schema):
    """The same text three times: typed blocks, HTML of a few tags, and lines of 16 characters to be read out."""

    blocks: list[dict[str, Any]]
    html: str
    prompter: list[str]


class OpeningState(Schema):
    """At the server's time; `is_open` is null where nothing has been published for this day."""

    is_open: bool | None
    status: str
    headline: str
    detail: str
    opens_at: datetime | None


class Place(Schema):
    """Coordinates are WGS-84."""

    address: str
    latitude: float | None
    longitude: float | None
    phone: str
    booking_url: str
    grade: str
    step_free: str
    opening: OpeningState


class Reviewed(Schema):
    """How many people approved the content, and when the last of them did."""

    levels: int
    at: datetime | None


class Links(Schema):
    """`web` is the page; `phone` the same with where it was found, for QR codes; `qr` a picture of that (SVG)."""

    web: str
    phone: str
    qr: str


class ItemHead(Schema):
    id: str
    locale: str
    type: str
    revision: int
    site: SiteRef
    title: str
    published_at: datetime | None
    updated_at: datetime | None
    valid_from: datetime | None
    valid_to: datetime | None
    url: str


class ItemFull(ItemHead):
    headline: str
    summary: str
    tv: Texts
    lead: Pictures | None
    pictures: list[Pictures]
    recordings: list[Recording]
    body: Body
    reading_time_s: int
    source: str
    editor: str
    topics: list[str]
    place: Place | None
    reviewed: Reviewed
    links: Links


class ItemList(Envelope):
    items: list[ItemFull]
    next_cursor: str | None


class ItemAnswer(Envelope):
    item: ItemFull


class Upsert(Schema):
    """The item is there, new or changed: fetch `item.url`."""

    op: Literal["upsert"] = "upsert"
    id: str
    locale: str
    at: datetime
    item: ItemHead


class Tombstone(Schema):
    """The item must not be shown any more."""

    op: Literal["delete"] = "delete"
    id: str
    locale: str
    deleted_at: datetime
    reason: Literal["withdrawn", "expired", "deleted", "restricted", "not_approved"]


class Changes(Envelope):
    """In the order in which they happened; of one item at most the last change in an answer."""

    changes: list[Upsert | Tombstone]
    cursor: str
    has_more: bool


class Bounds(Schema):
    """WGS-84: the rectangle around what a site has on the map, its seat and the scenic spots that may be shown."""

    south: float
    west: float
    north: float
    east: float


class SiteAnswer(Schema):
    """`features` are the kinds of items that the site has to show."""

    code: str
    host: str
    url: str
    name: str
    name_zh_hant: str
    name_en: str
    brand: str
    theme: str
    languages: list[str]
    latitude: float | None
    longitude: float | None
    bounds: Bounds | None
    is_prefecture: bool
    features: list[str]


class Sites(Envelope):
    items: list[SiteAnswer]


class Service(Schema):
    """`phone` is what the QR code holds: the service's address, or a number to call (`tel:`)."""

    id: str
    site: SiteRef
    locale: str
    label: str
    description: str
    icon: str
    phone: str
    qr: str


class Services(Envelope):
    items: list[Service]


class Health(Envelope):
    status: Literal["ok"]
    last_change_at: datetime | None
    items: int


class Problem(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
