"""Password, then code: nothing opens before both."""

import pytest

from cms.users.adapters import AccountAdapter
from tests.cms.users.conftest import CODE, ENROL, HOME, LOGIN, Visitor, told
from tests.factories.users import PASSWORD, code_from, code_of, recovery_codes_of

WRONG = ("username_password_mismatch", [str(AccountAdapter.error_messages["username_password_mismatch"])])


def test_the_page_has_the_fields_that_outsiders_know(visitor):
    page = visitor.get(LOGIN).content.decode()
    assert 'name="username"' in page and 'name="password"' in page
    assert "登录" in page


def test_password_and_code_open_the_admin(visitor, person):
    answer = visitor.give_password(person)
    assert answer.url == CODE
    assert not visitor.is_in()
    assert visitor.give_code(code_of(person)).url == HOME
    assert visitor.is_in()


def test_after_the_code_one_is_where_one_wanted_to_go(visitor, person):
    visitor.give_password(person, next_page="/admin/reports/")
    assert visitor.give_code(code_of(person)).url == "/admin/reports/"


def test_no_address_elsewhere_can_be_reached_through_the_door(visitor, person):
    visitor.give_password(person, next_page="https://evil.example/")
    assert visitor.give_code(code_of(person)).url == HOME


@pytest.mark.parametrize(("name", "password"), [("person", "wrong"), ("nobody", PASSWORD)])
def test_a_wrong_password_and_an_unknown_name_get_the_same_words(visitor, person, name, password):
    username = person.username if name == "person" else name
    form = visitor.post(LOGIN, {"username": username, "password": password}).context["form"]
    assert [(error.code, error.messages) for error in form.non_field_errors().as_data()] == [WRONG]
    assert not visitor.is_in()


def test_a_closed_account_does_not_open(visitor, person):
    person.is_active = False
    person.save()
    form = visitor.give_password(person).context["form"]
    assert [(error.code, error.messages) for error in form.non_field_errors().as_data()] == [WRONG]


def test_the_session_gets_a_new_key(visitor, person):
    visitor.give_password(person)
    before = visitor.session.session_key
    visitor.give_code(code_of(person))
    assert visitor.session.session_key != before


class TestTheCode:
    def test_a_wrong_one_is_refused(self, visitor, person):
        visitor.give_password(person)
        assert visitor.give_code("000000").context["form"].has_error("code", "incorrect_code")
        assert not visitor.is_in()

    def test_the_clock_of_a_phone_may_be_half_a_minute_off(self, visitor, person):
        visitor.give_password(person)
        assert visitor.give_code(code_of(person, steps=-1)).url == HOME

    def test_an_old_one_is_refused(self, visitor, person):
        visitor.give_password(person)
        assert visitor.give_code(code_of(person, steps=-3)).status_code == 200

    def test_one_is_good_only_once_in_every_process(self, visitor, person):
        from django.core.cache import cache

        code = code_of(person)
        visitor.give_password(person)
        visitor.give_code(code)
        cache.clear()
        second = Visitor()
        second.give_password(person)
        assert second.give_code(code).status_code == 200
        assert not second.is_in()

    def test_a_recovery_code_opens_once(self, visitor, person):
        code = recovery_codes_of(person)[0]
        visitor.give_password(person)
        assert visitor.give_code(code).url == HOME
        assert code not in recovery_codes_of(person)
        second = Visitor()
        second.give_password(person)
        assert second.give_code(code).status_code == 200

    def test_without_the_password_nobody_is_asked_for_it(self, visitor, person):
        assert visitor.get(CODE).url == LOGIN

    def test_one_can_go_back_and_use_another_account(self, visitor, person, newcomer):
        visitor.give_password(person)
        assert visitor.get(LOGIN).url == CODE
        visitor.post("/admin/logout/")
        assert visitor.get(LOGIN).status_code == 200

    def test_the_secret_is_not_readable_in_the_database(self, person):
        from allauth.mfa.models import Authenticator

        secret = Authenticator.objects.get(user=person, type="totp").data["secret"]
        assert len(secret) > 64 and code_of(person)

    def test_a_new_secret_key_keeps_old_factors_while_the_former_is_named(self, visitor, person, settings):
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another key"
        assert visitor.come_in(person).url == HOME


class TestSettingUp:
    def enrol(self, visitor) -> str:
        page = visitor.get(ENROL)
        assert "data:image/svg+xml" in page.content.decode()
        return visitor.post(ENROL, {"code": code_from(page.context["form"].secret)})

    def test_a_newcomer_sees_nothing_before_the_second_factor(self, visitor, newcomer):
        assert visitor.give_password(newcomer, next_page="/admin/reports/", follow=True).request["PATH_INFO"] == ENROL
        assert visitor.get(HOME).url == f"{LOGIN}?next={HOME}"
        assert visitor.get(LOGIN + "?next=/admin/reports/").url == f"{ENROL}?next=%2Fadmin%2Freports%2F"

    def test_the_code_from_the_new_phone_opens_the_admin(self, visitor, newcomer, mailoutbox):
        visitor.give_password(newcomer)
        codes = visitor.get(self.enrol(visitor).url).content.decode()
        assert all(code in codes for code in recovery_codes_of(newcomer))
        assert visitor.is_in()
        assert told(mailoutbox, "mfa/email/totp_activated")

    def test_the_next_sign_in_asks_for_the_code(self, visitor, newcomer):
        visitor.give_password(newcomer)
        self.enrol(visitor)
        assert Visitor().give_password(newcomer).url == CODE

    def test_where_it_is_not_required_nobody_is_sent_there(self, visitor, newcomer, settings):
        settings.SECOND_FACTOR_REQUIRED = False
        assert visitor.give_password(newcomer).url == HOME
        assert visitor.is_in()

    def test_it_cannot_be_removed_where_it_is_required(self, visitor, person):
        visitor.come_in(person)
        visitor.post("/admin/account/second-factor/remove/")
        assert code_of(person)

    def test_it_can_be_removed_elsewhere(self, visitor, person, settings, mailoutbox):
        settings.SECOND_FACTOR_REQUIRED = False
        visitor.come_in(person)
        mailoutbox.clear()
        visitor.post("/admin/account/second-factor/remove/")
        assert not person.authenticator_set.exists()
        assert told(mailoutbox, "mfa/email/totp_deactivated")

    def test_it_moves_to_another_phone_only_when_that_shows_codes(self, visitor, person):
        visitor.come_in(person)
        old, other = code_of(person, steps=1), Visitor()
        other.give_password(person)
        other.give_code(recovery_codes_of(person)[0])
        visitor.post(ENROL, {"code": "000000"})
        assert code_of(person, steps=1) == old
        self.enrol(visitor)
        assert code_of(person, steps=1) != old
        assert visitor.is_in()
        assert not other.is_in(), "Whoever holds the old phone is signed out."


def test_signing_out_closes_the_door(visitor, person):
    visitor.come_in(person)
    assert visitor.post("/admin/logout/").url == LOGIN
    assert not visitor.is_in()


def test_somebody_without_the_admin_is_told_so_instead_of_going_round_in_circles(visitor, person):
    person.groups.clear()
    visitor.come_in(person)
    assert visitor.get(HOME, follow=True).status_code == 200
