"""Transactions that really commit, many at once: numbers of a channel have no gap and no double."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.utils import timezone
from wagtail.models import Page

from cms.tv.editions.making import compile_channel, current, go_back
from cms.tv.editions.models import Edition
from tests.cms.publications.databases import copy_of_database  # noqa: F401 - the fixture `db`

AT_ONCE = 8


def alone(work, edition: Edition) -> int:
    """In a connection of its own."""
    try:
        return work(edition).number
    finally:
        connection.close()


def test_who_make_editions_at_once_get_numbers_one_after_the_other(channel, page, row):
    row(page)
    edition = compile_channel(channel, None)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        made = list(pool.map(lambda _number: alone(lambda one: go_back(one, None), edition), range(AT_ONCE)))
    assert sorted(made) == list(range(2, 2 + AT_ONCE))


def test_who_ask_at_once_after_something_was_withdrawn_get_the_same_successor(channel, page, row):
    row(page)
    edition = compile_channel(channel, None)
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now())
    with ThreadPoolExecutor(AT_ONCE) as pool:
        given = list(pool.map(lambda _number: alone(lambda one: current(one.channel), edition), range(AT_ONCE)))
    assert set(given) == {2}
    assert channel.editions.count() == 2
