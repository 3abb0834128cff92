"""Many pages, some at a time, to write to them or to what hangs on them.

Not by an iterator of the database's: SQLite reads on in the state that it began with, and refuses at once to write
there when somebody else has written meanwhile. Between two chunks a worker has time for what is more urgent.
"""

from collections.abc import Iterator

from wagtail.models import Page, PageQuerySet

SIZE = 100


def next_chunk(pages: PageQuerySet, after: int) -> list[Page]:
    """Specific pages; the next ones come after the last one's number."""
    return list(pages.filter(pk__gt=after).order_by("pk").specific()[:SIZE])


def chunks(pages: PageQuerySet) -> Iterator[list[Page]]:
    after = 0
    while found := next_chunk(pages, after):
        yield found
        after = found[-1].pk
