"""What the television of a demonstration begins with: starter pages approved for it, and a channel with a sample
evening. In production people decide both: nothing is on television that nobody approved."""

from contextlib import suppress
from datetime import time

from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.blocks.languages import SOURCE
from cms.tv.approving import NotApprovable, approve
from cms.tv.editions.filling import fill
from cms.tv.editions.making import compile_channel
from cms.tv.editions.models import USUAL, Channel, Daypart, FillRule, Row, Rundown
from cms.tv.kinds import kind_of
from sites.provisioning.run import Action, Run
from sites.registry import SiteEntry

# Pages of each site; every picture is cut to five sizes, which takes its time.
PAGES = 4
# Of these the newest each, so that every view of the screen has something.
KINDS = ("news", "scenic_spot", "commentary", "smart_campus")
CHANNEL = "enshi-tv"


def approve_starter_pages(run: Run, entry: SiteEntry) -> None:
    record = f"{entry.slug}/television"
    if record in run.records:
        return
    # A dry run rolls rows back, but not the files that this makes.
    if not run.dry_run:
        _approve(run, entry)
    run.records.put(record, 0)
    run.note(Action.CREATED, entry, _("starter pages on television"))


def build_channel(run: Run) -> None:
    """With a sample evening of the newest pages, and its first edition."""
    if run.prefecture not in run.selected or CHANNEL in run.records:
        return
    channel = _channel(run)
    run.records.put(CHANNEL, channel.pk)
    run.note(Action.CREATED, run.prefecture, _("television channel %(name)s") % {"name": channel.name})


def _approve(run: Run, entry: SiteEntry) -> None:
    home = run.homes[entry.slug]
    pages = Page.objects.descendant_of(home).live().filter(locale__language_code=SOURCE.code)
    if entry.is_prefecture:
        for other in run.entries[1:]:
            if other.slug in run.homes:
                pages = pages.not_descendant_of(run.homes[other.slug], inclusive=True)
    newest = list(pages.order_by("-first_published_at", "-pk").specific())
    first_of_kind = [page for kind in KINDS for page in [_first(newest, kind)] if page]
    chosen = list(dict.fromkeys([*first_of_kind, *filter(_has_picture, newest)]))[:PAGES]
    # The home page for its services.
    for page in [*chosen, home.specific]:
        with suppress(NotApprovable):
            approve(page, None)


def _first(pages: list[Page], kind: str) -> Page | None:
    return next((page for page in pages if kind_of(type(page)) == kind), None)


def _has_picture(page: Page) -> bool:
    return bool(getattr(page, "lead_image_id", None))


def _channel(run: Run) -> Channel:
    channel = Channel.objects.create(code=CHANNEL, name="云上恩施")
    evening = Rundown.objects.create(
        channel=channel,
        title="晚间节目（示例）",
        daypart=Daypart.EVENING,
        starts_at=time(18),
        ends_at=time(22),
        loop=True,
    )
    rule = FillRule.objects.create(rundown=evening, count=12)
    for order, item in enumerate(fill(rule, set()).items):
        Row.objects.create(
            rundown=evening, order=order, locale=item.locale, item_key=item.translation_key, seconds=USUAL
        )
    if evening.rows.exists() and not run.dry_run:
        compile_channel(channel, None)
    return channel
