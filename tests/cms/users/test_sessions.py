"""Sessions end: after a break, after a day, with the browser, and when their owner says so."""

import time

import pytest
from django.conf import settings as django_settings

from cms.users.door import SEEN, STARTED
from tests.cms.users.conftest import HOME, LOGIN, Visitor
from tests.factories.users import code_of

SESSIONS = "/admin/account/sessions/"


def age(visitor, key: str, seconds: int) -> None:
    session = visitor.session
    session[key] = int(time.time()) - seconds
    session.save()


@pytest.mark.parametrize(("key", "seconds"), [(SEEN, 60 * 60), (STARTED, 12 * 60 * 60)])
def test_a_session_ends_after_a_break_and_after_a_day(visitor, person, key, seconds):
    visitor.come_in(person)
    age(visitor, key, seconds - 30)
    assert visitor.is_in()
    age(visitor, key, seconds)
    assert visitor.get(HOME).url == f"{LOGIN}?next={HOME}"
    age(visitor, SEEN, 0)
    assert not visitor.is_in(), "It is gone, not asleep."


def test_work_keeps_it_open(visitor, person):
    visitor.come_in(person)
    age(visitor, SEEN, 50 * 60)
    visitor.get(HOME)
    assert time.time() - visitor.session[SEEN] < 5


def test_a_page_left_open_does_not(visitor, person):
    visitor.come_in(person)
    age(visitor, SEEN, 50 * 60)
    visitor.post("/admin/editing-sessions/ping/wagtailcore/page/1/1/")
    assert time.time() - visitor.session[SEEN] >= 50 * 60


def test_the_cookie_goes_with_the_browser_and_scripts_cannot_read_it(visitor, person):
    visitor.come_in(person)
    cookie = visitor.cookies[django_settings.SESSION_COOKIE_NAME]
    assert not cookie["max-age"] and cookie["httponly"] and cookie["samesite"] == "Lax"


def test_public_pages_and_the_door_itself_begin_no_session(visitor):
    for path in ("/", LOGIN, "/admin/password_reset/", "/_util/login/"):
        assert django_settings.SESSION_COOKIE_NAME not in visitor.get(path).cookies, path


def test_the_list_shows_browser_and_address_and_ends_all_others(visitor, person):
    phone = Visitor(
        headers={"User-Agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari"}
    )
    phone.come_in(person, REMOTE_ADDR="203.0.113.7")
    visitor.give_password(person)
    visitor.give_code(code_of(person, steps=1))
    page = visitor.get(SESSIONS).content.decode()
    assert "Chrome, Android" in page and "203.0.113.7" in page
    visitor.post(SESSIONS)
    assert visitor.is_in()
    assert not phone.is_in()


def test_nobody_sees_the_sessions_of_others(visitor, person, newcomer):
    Visitor().come_in(person, REMOTE_ADDR="203.0.113.7")
    visitor.give_password(newcomer)
    assert "203.0.113.7" not in visitor.get(SESSIONS, follow=True).content.decode()
