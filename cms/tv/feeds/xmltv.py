"""XMLTV: the programme guide that receivers and their head-ends read (https://github.com/XMLTV/xmltv, xmltv.dtd)."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from xml.etree import ElementTree

from django.utils import timezone

from cms.tv.editions.models import Channel, Rundown
from cms.tv.editions.planning import DAYS_AHEAD, Plan, coming, rows_of
from cms.tv.printable import printable

TIME = "%Y%m%d%H%M%S %z"
LANGUAGE = "zh"


def guide(channels: Iterable[Channel], host: str) -> bytes:
    """From today on, as far as editions reach; ids are `<code>.<host>`, as the format wants them."""
    root = ElementTree.Element("tv", {"generator-info-name": host, "source-info-name": host})
    listed = list(channels)
    for channel in listed:
        element = ElementTree.SubElement(root, "channel", {"id": f"{channel.code}.{host}"})
        _text(element, "display-name", channel.name)
    rundowns = coming(*listed)
    plan = Plan(rows_of(rundowns))
    for channel in listed:
        for day, rundown in _programmes([rundown for rundown in rundowns if rundown.channel_id == channel.pk]):
            _programme(root, f"{channel.code}.{host}", plan, rundown, day)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _programmes(rundowns: list[Rundown]) -> Iterator[tuple[date, Rundown]]:
    """In the order of time; on each day the rundowns of that day stand before those of every day."""
    today = timezone.localdate()
    for day in (today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD + 1)):
        own = [rundown for rundown in rundowns if rundown.date == day]
        daily = [
            rundown
            for rundown in rundowns
            if rundown.date is None and not any(_overlap(rundown, other) for other in own)
        ]
        for rundown in sorted([*own, *daily], key=lambda rundown: rundown.starts_at):
            yield day, rundown


def _overlap(one: Rundown, other: Rundown) -> bool:
    (begin, end), (first, last) = (_times(each, date.min + timedelta(days=1)) for each in (one, other))
    return begin < last and first < end


def _times(rundown: Rundown, day: date) -> tuple[datetime, datetime]:
    begin = datetime.combine(day, rundown.starts_at)
    return begin, begin + rundown.slot


def _programme(root: ElementTree.Element, channel: str, plan: Plan, rundown: Rundown, day: date) -> None:
    begin, end = (timezone.make_aware(moment).strftime(TIME) for moment in _times(rundown, day))
    element = ElementTree.SubElement(root, "programme", {"start": begin, "stop": end, "channel": channel})
    _text(element, "title", rundown.title)
    shown = [row for row in rundown.rows.all() if not plan.skipped(row)]
    if shown:
        _text(element, "desc", "；".join(map(plan.title_of, shown)))
    _text(element, "category", rundown.get_daypart_display())


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name, {"lang": LANGUAGE}).text = printable(text)
