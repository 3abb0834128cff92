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
from sites.provisioning.run import Action, Run
from sites.registry import SiteEntry

# Pages of each site; every picture is cut to five sizes, which takes its time.
PAGES = 4
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
    with_pictures = [page for page in pages.order_by("-first_published_at", "-pk").specific() if _has_picture(page)]
    for page in with_pictures[:PAGES]:
        with suppress(NotApprovable):
            approve(page, None)


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
