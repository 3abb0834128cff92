"""The table of paths: every way to the public that anybody has found, tried by everybody for whom it makes sense."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.http import HttpResponse

from cms.editorial.gate import requirements
from tests.cms.editorial.gate.past_the_gate import past_the_gate
from tests.cms.editorial.gate.paths import (  # noqa: F401 - each module puts its paths on the table
    PATHS,
    SHOWN,
    Case,
    Outcome,
    Path,
    Start,
    admin,
    apis,
    code,
    copies,
    database,
    leaks,
    make_case,
    reviewing,
    schedules,
    seen_in_public,
    translations,
)
from tests.factories.review import make_desk

pytestmark = [pytest.mark.gate]

# A screen does not ask how far a page has come before it asks who somebody is: the superuser stands for all there.
ATTEMPTS = [
    (path, start, person)
    for path in PATHS
    for start in path.starts
    for person in path.people
    if start is Start.DRAFT or person in ("root", "nobody") or path.starts == (Start.LIVE,)
]


@pytest.fixture(autouse=True)
def only_approvals_are_missing(monkeypatch):
    """What else a publication needs, such as a risk assessment, must not be what refuses it here."""
    monkeypatch.setattr(requirements, "_requirements", [])


@pytest.fixture(scope="module")
def _cases(django_db_setup, django_db_blocker) -> Iterator[dict[tuple[Start, bool], Case]]:
    """Made once; what an attempt changes is rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        desk = make_desk()
        yield {(start, approved): make_case(desk, start, approved) for start in Start for approved in (False, True)}
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("path", "start", "person"), ATTEMPTS, ids=[f"{path.name}, {start}, {person}" for path, start, person in ATTEMPTS]
)
def test_nothing_goes_live_that_nobody_has_approved(
    _cases, db, path: Path, start: Start, person: str, django_capture_on_commit_callbacks
):
    case = replace(_cases[start, person == "reviewer"], person=person, told=[])
    before = "404" if start is Start.DRAFT else SHOWN
    refusal = answer = None
    try:
        with transaction.atomic(), django_capture_on_commit_callbacks(execute=True):
            answer = path.attempt(case)
    except (PermissionDenied, DatabaseError, ValidationError) as error:
        refusal = error
    if path.outcome is not Outcome.FOUND:
        assert leaks() == []
        assert seen_in_public(case.pk) == before
    assert_readable(refusal, answer)
    assert bool(past_the_gate()) == (path.outcome is not Outcome.REFUSED)


def assert_readable(refusal: Exception | None, answer: HttpResponse | None) -> None:
    if isinstance(refusal, PermissionDenied):
        assert str(refusal)
    if isinstance(refusal, DatabaseError):
        assert "The gate:" in str(refusal) or "append-only" in str(refusal)
    if answer is not None:
        assert answer.status_code < 500
    if answer is not None and answer.status_code == 403:
        assert answer.json()


def test_the_table_is_as_long_as_the_report_says():
    """Paths, and attempts with the people and the states of the page that they are tried with."""
    refused = [path for path in PATHS if path.outcome is not Outcome.FOUND]
    assert (len(PATHS), len(refused), len(ATTEMPTS)) == (190, 185, 417)
