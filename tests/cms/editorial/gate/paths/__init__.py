"""Every way by which something of a page could become public, one function each.

A path is tried on a draft that was never live and on a live page that has a changed draft; nobody has approved what
carries MARK. Who tries it: `editor` wrote the draft, `reviewer` has approved it at the first of two stages, `root` is
a superuser, `nobody` is code. What it must not do is the table's to say (test_paths.py); a path only tries.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from django.http import HttpResponse
from django.test import Client
from wagtail.models import Page

from tests.factories.review import Desk
from tests.factories.tokens import bearer, make_token

MARK = "无人批准"
SHOWN = "人人看过"
PEOPLE = ("editor", "reviewer", "root")
CODE = ("nobody",)


class Start(StrEnum):
    DRAFT = "draft"
    LIVE = "live"


class Outcome(StrEnum):
    # Nothing changes in public.
    REFUSED = "refused"
    # The database cannot know; verify_gate finds it.
    FOUND = "found"
    # Nothing changes in public, and what was tried stays behind for verify_gate to find.
    REFUSED_AND_FOUND = "refused and found"


@dataclass(frozen=True)
class Path:
    name: str
    attempt: Callable[["Case"], HttpResponse | None]
    people: tuple[str, ...] = CODE
    starts: tuple[Start, ...] = (Start.DRAFT, Start.LIVE)
    outcome: Outcome = Outcome.REFUSED


PATHS: list[Path] = []


def path(*people: str, on: str = "draft live", outcome: Outcome = Outcome.REFUSED) -> Callable:
    """Puts the decorated attempt on the table, under its own name."""

    def add(attempt: Callable[["Case"], HttpResponse | None]) -> Callable:
        starts = tuple(Start(word) for word in on.split())
        PATHS.append(Path(attempt.__name__.replace("_", " "), attempt, people or CODE, starts, outcome))
        return attempt

    return add


@dataclass
class Case:
    """One path, tried by one person on one page."""

    desk: Desk
    start: Start
    person: str
    pk: int
    told: list[str] = field(default_factory=list)

    @property
    def page(self):
        """As the database has it; what was changed in memory for the last look is gone."""
        return Page.objects.get(pk=self.pk).specific

    @property
    def draft(self):
        return self.page.get_latest_revision().as_object()

    @property
    def revision(self):
        return self.page.get_latest_revision()

    @property
    def user(self):
        return getattr(self.desk, self.person, None)

    @property
    def client(self) -> Client:
        client = Client(SERVER_NAME="localhost")
        client.force_login(self.user)
        return client

    def marked(self):
        """The live page with the text that nobody has approved, in memory."""
        page = self.page
        page.title, page.summary, page.live = f"{MARK}的标题", MARK, True
        return page

    def post(self, address: str, data: object = None) -> HttpResponse:
        """In the admin; what the person is told there is kept."""
        response = self.client.post(address, data or {}, follow=True)
        if response.context is not None:
            self.told += [str(message) for message in response.context.get("messages") or ()]
        return response

    def admin_api(self, address: str, data: object = None) -> HttpResponse:
        return self.client.post(address, json.dumps(data or {}), content_type="application/json")

    def api(self, method: str, address: str, data: object = None) -> HttpResponse:
        """As a program with the person's token."""
        secret = make_token(self.user, self.desk.family.lichuan)[1]
        body = "" if data is None else json.dumps(data)
        client = Client(SERVER_NAME="localhost")
        return client.generic(method, f"/api/v3{address}", body, "application/json", headers=bearer(secret))


def make_case(desk: Desk, start: Start, approved: bool) -> Case:
    """`approved`: by the reviewer, at the first stage; the second has not decided."""
    if start is Start.DRAFT:
        page = desk.draft(title=f"{MARK}的标题", summary=MARK)
    else:
        page = desk.change(desk.live(title=SHOWN, summary=SHOWN), title=f"{MARK}的标题", summary=MARK)
    if approved:
        desk.submit(page)
        desk.decide(page, desk.reviewer)
    case = Case(desk, start, "nobody", page.pk)
    assert seen_in_public(case.pk) == ("404" if start is Start.DRAFT else SHOWN)
    return case


def seen_in_public(pk: int) -> str:
    """What a visitor gets at the page's address: SHOWN, MARK, the number of an error, or “something else”."""
    page = Page.objects.filter(pk=pk).first()
    if page is None or (parts := page.specific.get_url_parts()) is None:
        return "404"
    response = Client(SERVER_NAME="lichuan.localhost").get(parts[2])
    if response.status_code != 200:
        return str(response.status_code)
    text = response.content.decode()
    return next((word for word in (MARK, SHOWN) if word in text), "something else")


def leaks() -> list[str]:
    """Live pages anywhere that say what nobody has approved: copies, aliases, translations, and the page itself."""
    found = []
    for page in Page.objects.filter(live=True, depth__gt=1).specific():
        data = page.serializable_data()
        del data["draft_title"]
        if MARK in json.dumps(data, ensure_ascii=False, default=str):
            found.append(f"{page._meta.label} {page.pk}")
    return found
