"""Guessing is limited by account and by address, for passwords, codes and reset mails, and every limit expires."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from cms.users.models import CountedRequest
from tests.cms.users.conftest import HOME, LOGIN, Visitor
from tests.factories.users import UserFactory, code_of

RESET = "/admin/password_reset/"


@pytest.fixture(autouse=True)
def low_limits(settings):
    settings.AXES_FAILURE_LIMIT = 3
    settings.ADDRESS_FAILURE_LIMIT = 6


@pytest.fixture(autouse=True)
def every_process_counts_alone(monkeypatch):
    """Nothing here may lean on the memory of one process."""
    monkeypatch.setattr(cache, "get", lambda key, default=None, **kwargs: default)


def guess(user, times: int, address: str = "192.0.2.1", **extra):
    for _number in range(times):
        answer = Visitor().give_password(user, "wrong", REMOTE_ADDR=address, **extra)
    return answer


def later(**time) -> None:
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(**time))
    CountedRequest.objects.update(at=timezone.now() - timedelta(**time))


def test_an_account_is_closed_to_all_addresses(visitor, person):
    for number in range(3):
        guess(person, 1, address=f"192.0.2.{number}")
    assert visitor.give_password(person, REMOTE_ADDR="198.51.100.9").status_code == 429


def test_changing_the_browser_s_name_does_not_help(visitor, person):
    for number in range(3):
        guess(person, 1, headers={"User-Agent": f"Guesser/{number}"})
    assert visitor.give_password(person).status_code == 429


def test_an_address_is_closed_to_all_accounts(visitor, person):
    for _number in range(3):
        guess(UserFactory(), 2)
    assert visitor.give_password(person, REMOTE_ADDR="192.0.2.1").status_code == 429
    assert Visitor().give_password(person, REMOTE_ADDR="198.51.100.9").status_code == 302


def test_the_neighbours_in_one_ipv6_network_count_as_one(visitor, person):
    for number in range(6):
        guess(UserFactory(), 1, address=f"2001:db8:0:1::{number:x}")
    assert visitor.give_password(person, REMOTE_ADDR="2001:db8:0:1::beef").status_code == 429


def test_a_forged_header_neither_hides_the_guesser_nor_accuses_somebody_else(visitor, person, settings):
    settings.TRUSTED_PROXY_COUNT = 1
    for number in range(6):
        guess(UserFactory(), 1, headers={"X-Forwarded-For": f"203.0.113.{number}, 192.0.2.66"})
    assert visitor.give_password(person, headers={"X-Forwarded-For": "203.0.113.7, 192.0.2.66"}).status_code == 429
    assert visitor.give_password(person, headers={"X-Forwarded-For": "203.0.113.0"}).status_code == 302


def test_the_page_says_when_and_whom_to_ask(person):
    answer = guess(person, 3)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] and 800 < int(answer.headers["Retry-After"]) <= 900
    assert answer.context["minutes"] == 15
    until = timezone.localtime(answer.context["until"]).strftime("%H:%M")
    assert until in answer.content.decode()


def test_it_opens_again_and_going_on_guessing_does_not_keep_it_closed(visitor, person):
    guess(person, 3)
    later(minutes=10)
    assert guess(person, 1).status_code == 429
    later(minutes=16)
    assert visitor.give_password(person).status_code == 302


def test_a_good_sign_in_clears_the_account_but_not_the_address(visitor, person):
    for _number in range(2):
        guess(UserFactory(), 2)
    guess(person, 2)
    assert Visitor().give_password(person, REMOTE_ADDR="192.0.2.1").status_code == 429
    assert visitor.come_in(person, REMOTE_ADDR="198.51.100.9").url == HOME
    guess(UserFactory(), 2)
    assert Visitor().give_password(UserFactory(), REMOTE_ADDR="192.0.2.1").status_code == 429


def test_an_administrator_can_open_it(visitor, person):
    guess(person, 3)
    call_command("axes_reset_username", person.username)
    assert visitor.give_password(person).status_code == 302


class TestCodes:
    def test_they_are_guesses_like_passwords(self, visitor, person):
        visitor.give_password(person)
        assert [visitor.give_code("000000").status_code for _number in range(3)] == [200, 200, 429]
        assert visitor.give_code(code_of(person)).status_code == 429
        assert not visitor.is_in()

    def test_a_new_session_does_not_begin_a_new_count(self, person):
        for _number in range(3):
            visitor = Visitor()
            visitor.give_password(person)
            visitor.give_code("000000")
        assert Visitor().give_password(person).status_code == 429

    def test_the_guessed_code_is_not_kept(self, visitor, person):
        visitor.give_password(person)
        visitor.give_code("135790")
        attempt = AccessAttempt.objects.get()
        assert "135790" not in attempt.post_data and "code" in attempt.post_data


class TestInsideASession:
    def test_the_question_for_the_password_is_limited(self, visitor, person):
        visitor.come_in(person)
        asked = [visitor.post("/admin/account/reauthenticate/", {"password": "wrong"}) for _number in range(3)]
        assert [answer.status_code for answer in asked] == [200, 200, 429]

    def test_the_current_password_cannot_be_guessed_at_its_change(self, visitor, person):
        visitor.come_in(person)
        data = {"oldpassword": "wrong", "password1": "清江源头-second-tea", "password2": "清江源头-second-tea"}
        asked = [visitor.post("/admin/account/password/", data).status_code for _number in range(3)]
        assert asked == [200, 200, 429]


class TestResetMails:
    @pytest.mark.parametrize("email", ["nobody@enshi.example", "somebody@enshi.example"])
    def test_an_address_is_mailed_three_times_an_hour_whether_somebody_has_it_or_not(self, visitor, email, mailoutbox):
        UserFactory(email="somebody@enshi.example")
        answers = [visitor.post(RESET, {"email": email}).status_code for _number in range(4)]
        assert answers == [302, 302, 302, 429]
        assert len(mailoutbox) == (3 if email.startswith("somebody") else 0)
        later(minutes=61)
        assert visitor.post(RESET, {"email": email}).status_code == 302

    def test_one_client_cannot_ask_for_everybody(self, visitor):
        answers = [visitor.post(RESET, {"email": f"p{number}@enshi.example"}).status_code for number in range(21)]
        assert answers == [302] * 20 + [429]

    def test_the_page_says_when(self, visitor):
        for _number in range(4):
            answer = visitor.post(RESET, {"email": "nobody@enshi.example"})
        assert answer.context["minutes"] == 60

    def test_addresses_are_not_kept_readable(self, visitor):
        visitor.post(RESET, {"email": "nobody@enshi.example"})
        assert all(len(row.key) == 64 for row in CountedRequest.objects.all())


def test_reading_the_page_costs_nothing(visitor):
    for _number in range(10):
        assert visitor.get(LOGIN).status_code == 200
    assert not AccessAttempt.objects.exists()
