"""What the editor refuses in hours, seasons, exceptions and tickets, and in which words."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import StructBlockValidationError

from cms.pages.scenic.blocks import ExceptionBlock, SeasonBlock, SlotBlock, TicketBlock
from cms.pages.scenic.opening import Season, Slot


def slot(opens: str, closes: str, last: str | None = None, days: tuple = ()) -> dict:
    time = datetime.time.fromisoformat
    return {
        "days": list(days),
        "opens": time(opens),
        "closes": time(closes),
        "last_admission": time(last) if last else None,
    }


def season(starts: str = "01-01", ends: str = "12-31", **changes) -> dict:
    return {"name": "", "starts": starts, "ends": ends, "slots": [slot("08:00", "17:00")], **changes}


def exception(**changes) -> dict:
    day = datetime.date(2026, 5, 1)
    return {"starts": day, "ends": None, "closed": True, "slots": [], "reason": "", **changes}


def errors_of(block, value: dict) -> dict:
    try:
        block.clean(block.normalize(value))
    except StructBlockValidationError as error:
        return error.block_errors
    return {}


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        (slot("08:00", "17:00", "16:00"), set()),
        (slot("08:00", "17:00", "17:00"), set()),
        (slot("18:00", "02:00", "01:30"), set()),
        (slot("18:00", "02:00", "23:00"), set()),
        (slot("00:00", "23:59"), set()),
        (slot("08:00", "08:00"), {"closes"}),
        (slot("08:00", "17:00", "17:01"), {"last_admission"}),
        (slot("08:00", "17:00", "08:00"), {"last_admission"}),
        (slot("08:00", "17:00", "07:00"), {"last_admission"}),
        (slot("18:00", "02:00", "03:00"), {"last_admission"}),
    ],
)
def test_times_of_a_slot(value: dict, wrong: set):
    assert set(errors_of(SlotBlock(), value)) == wrong


@pytest.mark.parametrize(
    ("starts", "ends", "wrong"),
    [
        ("04-01", "10-31", set()),
        ("11-01", "02-29", set()),
        ("02-30", "04-31", {"starts", "ends"}),
        ("13-01", "00-10", {"starts", "ends"}),
        ("4-1", "1.10.", {"starts", "ends"}),
    ],
)
def test_dates_of_a_season_are_real(starts: str, ends: str, wrong: set):
    assert set(errors_of(SeasonBlock(), season(starts, ends))) == wrong


def test_one_mistake_in_a_date_gives_one_message():
    (message,) = errors_of(SeasonBlock(), season(starts="02-30"))["starts"].messages
    assert "02-30" in message
    assert len(errors_of(SeasonBlock(), season(starts="abc"))["starts"].messages) == 1


def test_a_season_needs_hours():
    assert "slots" in errors_of(SeasonBlock(), season(slots=[]))


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, set()),
        ({"closed": False, "slots": [slot("09:00", "12:00")]}, set()),
        ({"closed": False}, {"closed"}),
        ({"slots": [slot("09:00", "12:00")]}, {"closed"}),
        ({"ends": datetime.date(2026, 4, 30)}, {"ends"}),
        ({"ends": datetime.date(2026, 5, 1)}, set()),
    ],
)
def test_exceptions(changes: dict, wrong: set):
    assert set(errors_of(ExceptionBlock(), exception(**changes))) == wrong


def test_a_free_ticket_costs_nothing():
    free = {"name": "65 岁以上", "kind": "free", "price": Decimal(0), "conditions": ""}
    assert errors_of(TicketBlock(), free) == {}
    assert set(errors_of(TicketBlock(), {**free, "price": Decimal(10)})) == {"price"}
    assert set(errors_of(TicketBlock(), {**free, "kind": "full", "price": Decimal(-1)})) == {"price"}


def test_stored_hours_become_plain_python():
    stored = {
        "name": "冬季",
        "starts": "11-01",
        "ends": "03-31",
        "slots": [{"days": ["6", "7"], "opens": "09:00", "closes": "16:00"}],
    }
    assert SeasonBlock().to_python(stored).as_season() == Season(
        (11, 1), (3, 31), (Slot(datetime.time(9), datetime.time(16), None, frozenset({6, 7})),), "冬季"
    )


def test_an_exception_of_one_day_needs_no_end():
    found = ExceptionBlock().to_python({"starts": "2026-05-01", "closed": True, "reason": "大风"}).as_exception()
    assert (found.starts, found.ends, found.closed) == (datetime.date(2026, 5, 1), datetime.date(2026, 5, 1), True)


def test_errors_are_sentences_that_say_what_to_do():
    error = errors_of(SlotBlock(), slot("08:00", "08:00"))["closes"]
    assert isinstance(error, ValidationError)
    assert len(error.messages[0]) > 15
