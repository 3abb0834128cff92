"""Sends requests as one person and tells what was visible, changed or referred to. Nothing stays of them."""

import re
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import caches
from django.db import connection, transaction
from django.http import HttpResponse, QueryDict
from django.test import Client, TestCase
from wagtail.models import Page, ReferenceIndex, Revision

from tests.factories.tokens import bearer
from tests.sites.isolation.crawler.marks import FOREIGN, marks_in, text_of
from tests.sites.isolation.crawler.ownership import PAGE, Ownership, Row

VISIBLE, CHANGEABLE, INJECTABLE = "visible", "changeable", "injectable"
SITE_TEXTS = {"sitewide.SiteIdentity", "sitewide.SiteFooter", "sitewide.SiteMenu", "sitewide.AlertBanner"}
# What a page will look like to everybody, among what everybody can see already.
SHOWS_PUBLIC_PAGES = re.compile(r"/api/v2/|/api/tv/|/view_draft/|/preview/|/revisions/\d+/view/|/workflow/preview/")
WRITES = re.compile(r'\s*(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM)\s+"([^"]+)"')


@dataclass(frozen=True)
class Request:
    """`surface` names what is tried; several requests may try the same in different ways."""

    surface: str
    path: str
    method: str = "GET"
    query: tuple[tuple[str, object], ...] = ()
    data: object = None
    content_type: str = ""

    def __str__(self) -> str:
        query = "&".join(f"{name}={value}" for name, value in self.query)
        data = f" {self.data}"[:300] if self.data else ""
        return f"{self.method} {self.path}{'?' if query else ''}{query}{data}"


class Finding(NamedTuple):
    kind: str
    surface: str
    request: str
    evidence: str


Flow = Generator[Request, HttpResponse, None]


@dataclass
class Judge:
    """The database as it was before anybody came, and whose everything in it is."""

    ownership: Ownership
    before: dict[str, dict[object, Row]]
    # Secrets of the tokens by which people use the programming interface, by username.
    secrets: dict[str, str] = field(default_factory=dict)

    @cached_property
    def public(self) -> set[str]:
        """Marks that everybody may read on the public sites: of live pages without a key, and of the sites' names."""
        pages, restrictions = self.ownership.tables[PAGE], self.ownership.tables["wagtailcore.PageViewRestriction"]
        locked = {restrictions.value(row, "page") for row in self.before["wagtailcore.PageViewRestriction"].values()}
        live = {key for key, row in self.before[PAGE].items() if pages.value(row, "live") and key not in locked}
        found = {mark for label in SITE_TEXTS for mark in marks_in(repr(list(self.before[label].values())))}
        for label, table in self.ownership.tables.items():
            if issubclass(table.model, Page):
                draft = table.positions.get("draft_title")
                rows = (row for key, row in self.before[label].items() if key in live)
                found |= marks_in(repr([row[:draft] + row[draft + 1 :] if draft else row for row in rows]))
        return found

    def changes(self, written: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Kind and evidence for each row that is not as it was, among the tables that were written to."""
        tables = {table.model._meta.db_table: label for label, table in self.ownership.tables.items()}
        for label in sorted(tables[name] for name in set(written) & set(tables)):
            after = self.ownership.tables[label].rows()
            for key, old, new in _differences(self.before[label], after):
                yield from self._judge(label, key, old, new)

    def _judge(self, label: str, key: object, old: Row | None, new: Row | None) -> Iterator[tuple[str, str]]:
        ownership = self.ownership
        known = old is not None and (key in ownership.keys[label] or ownership.is_forbidden(label, old, exists=True))
        if known or (new is not None and ownership.is_forbidden(label, new, exists=False)):
            yield CHANGEABLE, f"{label} {key}: {_difference(ownership, label, old, new)}"
        elif new is not None:
            known = set(ownership.references(label, old)) if old else set()
            for column, number in set(ownership.references(label, new)) - known:
                yield INJECTABLE, f"{label} {key} refers to {column} {number}"
            copied = marks_in(repr(new)) - marks_in(repr(old))
            if copied:
                yield INJECTABLE, f"{label} {key} holds {sorted(copied)[:3]}"
            yield from self._inside(label, key, new)

    def _inside(self, label: str, key: object, row: Row) -> Iterator[tuple[str, str]]:
        """References inside texts and streams: of what is live from Wagtail's index, of drafts from the revision."""
        if label == "wagtailcore.ReferenceIndex":
            table = self.ownership.tables[label]
            target = self.ownership.types.get(table.value(row, "to_content_type"))
            yield from self._refers(f"{label} {key}", target, table.value(row, "to_object_id"))
        if label == "wagtailcore.Revision":
            draft = Revision.objects.get(pk=key).as_object()
            for target, number, _path, _content_path in ReferenceIndex._extract_references_from_object(draft):
                yield from self._refers(f"draft {key}", self.ownership.types.get(target), number)

    def _refers(self, what: str, target: str | None, number: object) -> Iterator[tuple[str, str]]:
        shared = {str(pk) for pk in self.ownership.shared.get(target, ())}
        if self.ownership.has(target, number) and str(number) not in shared:
            yield INJECTABLE, f"{what} refers to {target} {number}"


def _differences(
    before: dict[object, Row], after: dict[object, Row]
) -> Iterator[tuple[object, Row | None, Row | None]]:
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        if old != new:
            yield key, old, new


def _difference(ownership: Ownership, label: str, old: Row | None, new: Row | None) -> str:
    if old is None or new is None:
        return "added" if old is None else "deleted"
    return ", ".join(name for name, at in ownership.tables[label].positions.items() if old[at] != new[at])


class Browser(Client):
    """Keeps what was answered with an error of the server's own, which hides what it would have shown or done."""

    def __init__(self) -> None:
        super().__init__(SERVER_NAME="localhost", raise_request_exception=False)
        self.errors: list[str] = []

    def request(self, **environment) -> HttpResponse:
        response = super().request(**environment)
        # 503 is what the stream of events says to one more listener than there may be.
        if response.status_code >= 500 and response.status_code != 503:
            asked = f"{environment['REQUEST_METHOD']} {environment['PATH_INFO']}?{environment['QUERY_STRING']}"
            self.errors.append(f"{asked} -> {response.status_code} {getattr(response, 'exc_info', None)}")
        return response


class Visitor:
    """One person with a browser."""

    def __init__(self, judge: Judge, username: str) -> None:
        self.judge = judge
        self.username = username
        self.client = Browser()
        self.client.force_login(get_user_model().objects.get(username=username))
        self.requests = 0

    @property
    def errors(self) -> list[str]:
        return self.client.errors

    def watch(self, request: Request, findings: list[Finding]) -> HttpResponse:
        """The answer, for those who read on, with what it shows added to the findings."""
        response = self.look(request)
        if seen := self._seen(request, response):
            findings.append(Finding(VISIBLE, request.surface, str(request), ", ".join(sorted(seen)[:4])))
        return response

    def send(self, request: Request) -> list[Finding]:
        def only() -> Flow:
            yield request

        return self.play(only)

    def look(self, request: Request) -> HttpResponse:
        """The answer alone; what the request may have changed is rolled back."""
        with transaction.atomic():
            response = self.request(request)
            transaction.set_rollback(True)
        return response

    def play(self, flow: Callable[[], Flow]) -> list[Finding]:
        """The requests of a flow one after the other, each told the answer to the one before."""
        findings: list[Finding] = []
        mail.outbox = []
        session = self.client.cookies["sessionid"].value
        with transaction.atomic():
            with _writes() as written:
                last = self._walk(flow(), findings)
            # After an error that spoilt the transaction nothing of it is left to look at.
            if written and not connection.needs_rollback and connection.is_usable():
                for kind, evidence in self.judge.changes(written):
                    findings.append(Finding(kind, last.surface, str(last), evidence))
            findings += _mails(last, self.judge)
            transaction.set_rollback(True)
        self.client.cookies.clear()
        self.client.cookies["sessionid"] = session
        if written:
            for cache in caches.all(initialized_only=True):
                cache.clear()
        return findings

    def _walk(self, steps: Flow, findings: list[Finding]) -> Request:
        request = next(steps)
        while True:
            last = request
            response = self.request(request)
            if seen := self._seen(request, response):
                findings.append(Finding(VISIBLE, request.surface, str(request), ", ".join(sorted(seen)[:4])))
            try:
                request = steps.send(response)
            except StopIteration:
                return last

    def request(self, request: Request) -> HttpResponse:
        path = request.path
        if request.query:
            path += "?" + "&".join(f"{name}={value}" for name, value in request.query)
        options = {"content_type": request.content_type} if request.content_type else {}
        if path.startswith("/api/v3/") and self.username in self.judge.secrets:
            options["headers"] = bearer(self.judge.secrets[self.username])
        if request.method == "GET":
            response = self.client.get(path, headers=options.get("headers"))
        else:
            with TestCase.captureOnCommitCallbacks(execute=True):
                response = getattr(self.client, request.method.lower())(path, _body(request), **options)
        self.requests += 1
        return response

    def _seen(self, request: Request, response: HttpResponse) -> set[str]:
        text = text_of(response)
        seen = marks_in(text)
        for message in getattr(getattr(response, "wsgi_request", None), "_messages", None) or []:
            seen |= marks_in(str(message))
        # A refusal outside the admin's own design is a public page, with the menu and the list of sites on it.
        is_public_refusal = response.status_code >= 400 and "wagtailadmin" not in text
        return seen - self.judge.public if is_public_refusal or SHOWS_PUBLIC_PAGES.search(request.path) else seen


def _mails(request: Request, judge: Judge) -> list[Finding]:
    """Mail that carries a mark or goes to people of another site."""
    found = []
    for message in mail.outbox:
        text = f"{message.subject}\n{message.body}\n{message.to} {message.cc} {message.bcc}"
        if seen := marks_in(text):
            found.append(Finding(VISIBLE, f"{request.surface} (mail)", str(request), ", ".join(sorted(seen)[:4])))
    return found


def _body(request: Request) -> object:
    """Django's test client takes a plain dictionary apart itself; a form with several values of a name is ready."""
    if isinstance(request.data, QueryDict):
        return dict(request.data.lists())
    return request.data or {}


@contextmanager
def _writes() -> Iterator[list[str]]:
    """Names of the tables that statements inside the block write to."""
    written: list[str] = []

    def watch(execute, sql, params, many, context):
        if found := WRITES.match(sql):
            written.append(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield written


def without_marks(value: object) -> object:
    """What a person sends must not look like something they have seen."""
    return FOREIGN.sub("sent", value) if isinstance(value, str) else value
