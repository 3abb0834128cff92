"""The marked sites, made once for this folder, and what judges a visit to them."""

import logging
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from wagtail.models import Collection, Locale

from cms.editorial.cases.models import CalendarDay
from cms.editorial.recall.models import Freeze
from cms.languages.models import GlossaryTerm
from cms.pages.commentary.models import PenName
from cms.pages.news.models import Topic
from cms.search.models import DictionaryWord
from sites.provisioning.library import SHARED_NAME
from tests.factories.tokens import make_token
from tests.sites.isolation.crawler import report
from tests.sites.isolation.crawler.marks import PREFECTURE_LETTER, mark_texts
from tests.sites.isolation.crawler.oracle import Finding, Judge, Visitor
from tests.sites.isolation.crawler.ownership import Ownership, tables
from tests.sites.isolation.crawler.posts import FormBook
from tests.sites.isolation.crawler.world import COUNTY_PERSONAS, World, find_places, rename_what_is_there
from tests.sites.isolation.crawler.world_editorial import fill_editorial, share_editorial
from tests.sites.isolation.crawler.world_pages import fill_pages
from tests.sites.isolation.crawler.world_television import TELEVISION, fill_television
from tests.sites.isolation.crawler.world_things import fill_things

Check = Callable[[Visitor, list[Finding]], None]


@pytest.fixture(scope="package")
def _world(_built, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=str(_built.media)), transaction.atomic():
        places = find_places()
        rename_what_is_there(places)
        for place in places:
            fill_pages(place)
            fill_things(place)
            fill_editorial(place)
        share_editorial()
        fill_television()
        mark_texts(Freeze(by=places[-1].user("reviewer"), ends_at=timezone.now()), PREFECTURE_LETTER).save()
        vocabulary = (Topic, PenName, DictionaryWord, GlossaryTerm, CalendarDay, Locale, Freeze, *TELEVISION)
        common = {model._meta.model_name: [model.objects.order_by("pk").first().pk] for model in vocabulary}
        yield World(places[0], places[1:], common)
        transaction.set_rollback(True)


def _issue_tokens(world: World) -> dict[str, str]:
    """One that may write for everybody of the county, and one by which the superuser writes on the other site."""
    sites = dict.fromkeys(COUNTY_PERSONAS, world.own.site) | {"admin": world.badong.site}
    people = get_user_model().objects.in_bulk(sites, field_name="username")
    return {username: make_token(people[username], site)[1] for username, site in sites.items()}


@pytest.fixture(scope="package")
def _judge(_world, django_db_blocker) -> Judge:
    with django_db_blocker.unblock():
        secrets = _issue_tokens(_world)
        snapshot = {label: table.rows() for label, table in tables().items()}
        shared = [collection.path for collection in Collection.objects.filter(name=SHARED_NAME)]
        return Judge(Ownership(_world.own, snapshot, shared), snapshot, secrets)


@pytest.fixture
def world(_world, nine_sites, monkeypatch) -> Iterator[World]:
    # Rows come back after each request, so their files have to stay.
    monkeypatch.setattr(FileSystemStorage, "delete", lambda storage, name: None)
    # Thousands of refusals are expected here; as log lines they would cost more than the requests.
    logging.disable(logging.CRITICAL)
    with override_settings(MEDIA_ROOT=str(nine_sites.media)):
        yield _world
    logging.disable(logging.NOTSET)


@pytest.fixture
def judge(_judge, world) -> Judge:
    return _judge


@pytest.fixture
def visit(judge) -> Iterator[Callable[[str], Visitor]]:
    """Whatever anybody asks for, the server answers: one error 500 fails the test of the visit."""
    visitors: list[Visitor] = []

    def come(username: str) -> Visitor:
        visitors.append(Visitor(judge, username))
        return visitors[-1]

    yield come
    assert [error for visitor in visitors for error in visitor.errors] == []


@pytest.fixture(scope="package")
def _forms() -> FormBook:
    return FormBook()


@pytest.fixture
def forms(_forms, visit) -> FormBook:
    """Remembers for all tests what the superuser was shown."""
    _forms.reader = visit("admin")
    return _forms


@pytest.fixture
def nothing_found(record_property) -> Check:
    """Writes down what was tried and found, then fails if anything was."""

    def check(visitor: Visitor, findings: list[Finding]) -> None:
        report.note(record_property, visitor.username, "requests", visitor.requests)
        report.note(record_property, visitor.username, "errors", len(visitor.errors))
        for kind in ("visible", "changeable", "injectable"):
            surfaces = {finding.surface for finding in findings if finding.kind == kind}
            report.note(record_property, visitor.username, kind, len(surfaces))
        for finding in findings:
            record_property("finding", f"{visitor.username} {finding}")
        assert not findings, report.summary(findings)

    return check


def pytest_terminal_summary(terminalreporter) -> None:
    properties = [
        found
        for reports in terminalreporter.stats.values()
        for one in reports
        if getattr(one, "when", "") == "call"
        for found in getattr(one, "user_properties", [])
    ]
    for line in report.lines(properties):
        terminalreporter.write_line(line)
