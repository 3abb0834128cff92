"""What the tables say of a page beside what the log said of it last, and the row that is missing between the two.

Rows are worked out from the difference, whatever the reason for looking: so a change can be reported twice without
harm, and the log ends with what is true.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, ExpressionWrapper, F, JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from wagtail.models import Page, Site

from cms.core.scope import is_private
from cms.publications.models import PUBLIC, SERVED, LogRow, Operation

WORD = ("operation", "title", "site_id", "url_path", "revision_id")


@dataclass(frozen=True)
class Word:
    """The last row of a page, as far as the next one depends on it."""

    operation: str
    title: str
    site_id: int | None
    url_path: str
    revision_id: int | None


@dataclass(frozen=True)
class State:
    """A page as it is now. A live page that lies in no site has no address, so nobody is served it."""

    page_id: int
    translation_key: UUID
    locale: str
    type_id: int
    title: str
    live: bool
    expired: bool
    is_private: bool
    site_id: int | None
    url_path: str
    revision_id: int | None
    word: Word | None

    @property
    def is_served(self) -> bool:
        return self.live and self.site_id is not None

    def operation(self, changed: bool) -> Operation | None:
        """What the log has to say; None if it has said it. `changed`: the content may be another one."""
        word = self.word
        if not self.is_served:
            if word is None or word.operation not in SERVED:
                return None
            return Operation.EXPIRE if self.expired and not self.live else Operation.WITHDRAW
        if self.is_private:
            told = word is not None and word.operation == Operation.RESTRICT and self._is_as_told(word)
            return None if told and not changed else Operation.RESTRICT
        if word is None or word.operation not in PUBLIC:
            return Operation.PUBLISH
        if (word.site_id, word.url_path) != (self.site_id, self.url_path):
            return Operation.MOVE
        return Operation.UPDATE if changed or not self._is_as_told(word) else None

    def _is_as_told(self, word: Word) -> bool:
        """A revision that has been purged since makes no difference."""
        same_revision = self.revision_id in (None, word.revision_id)
        return same_revision and (word.title, word.site_id, word.url_path) == (self.title, self.site_id, self.url_path)

    def row(self, changed: bool = False) -> LogRow | None:
        operation = self.operation(changed)
        if operation is None:
            return None
        was = self.word if self.word and self.word.operation in SERVED else None
        has_moved = was is not None and (was.site_id, was.url_path) != (self.site_id, self.url_path)
        return LogRow(
            operation=operation,
            translation_key=self.translation_key,
            locale=self.locale,
            page_id=self.page_id,
            page_type=_type_name(self.type_id),
            title=self.title,
            site_id=self.site_id,
            url_path=self.url_path,
            old_site_id=was.site_id if has_moved else None,
            old_url_path=was.url_path if has_moved else "",
            revision_id=self.revision_id,
        )


def states(where: Q, renamed: tuple[str, str] | None = None) -> Iterator[State]:
    """Of these pages, in one query, so that page and log are of the same moment.

    `renamed` is the old and the new beginning of their addresses, where Wagtail has yet to write the new ones.
    """
    for *first, word in _every_page().filter(where):
        state = State(*first, word=Word(**word) if word else None)
        yield _renamed(state, *renamed) if renamed else state


def gone(row: LogRow) -> LogRow | None:
    """The row that follows the last one of a page which is no more."""
    if row.operation == Operation.DELETE:
        return None
    names = ("translation_key", "locale", "page_id", "page_type", "title", "site_id", "url_path", "revision_id")
    return LogRow(operation=Operation.DELETE, **{name: getattr(row, name) for name in names})


def last_words(rows: QuerySet[LogRow]) -> QuerySet[LogRow]:
    """Those of the rows that no later one of the same page has overtaken."""
    later = LogRow.objects.filter(
        translation_key=OuterRef("translation_key"), locale=OuterRef("locale"), pk__gt=OuterRef("pk")
    )
    return rows.filter(~Exists(later))


@cache
def _every_page() -> QuerySet[Page]:
    """Put together once: that takes several times as long as what it asks."""
    pages = Page.objects.filter(depth__gt=1).order_by("path")
    pages = pages.annotate(code=F("locale__language_code"), private=is_private(), site=_site_of(), word=_last_word())
    names = ("pk", "translation_key", "code", "content_type_id", "title", "live", "expired", "private", "site")
    return pages.values_list(*names, "url_path", "live_revision_id", "word")


def _renamed(state: State, old: str, new: str) -> State:
    return replace(state, url_path=new + state.url_path[len(old) :]) if state.url_path.startswith(old) else state


def _type_name(type_id: int) -> str:
    kind = ContentType.objects.get_for_id(type_id)
    return f"{kind.app_label}.{kind.model}"


def _site_of() -> Subquery:
    """The most specific site above a page. A site's home page stands for all its translations, as Wagtail has it.

    Not from Wagtail's cached site paths, which in other processes may be an hour old.
    """
    here = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    keys = Site.objects.order_by().values("root_page__translation_key")
    homes = Page.objects.filter(translation_key__in=keys).annotate(here=here).filter(here__startswith=F("path"))
    sites = Site.objects.order_by("-is_default_site", "pk").filter(
        root_page__translation_key=OuterRef("translation_key")
    )
    return Subquery(homes.order_by("-depth").annotate(of_site=Subquery(sites.values("pk")[:1])).values("of_site")[:1])


def _last_word() -> Subquery:
    rows = LogRow.objects.filter(translation_key=OuterRef("translation_key"), locale=OuterRef("locale__language_code"))
    word: dict[str, Any] = {name: F(name) for name in WORD}
    return Subquery(rows.order_by("-pk").values(word=JSONObject(**word))[:1], output_field=JSONField())
