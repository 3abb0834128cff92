"""What a password must be, how it is changed, and how a forgotten one is replaced."""

import re
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.users.links import LinkTokens
from cms.users.models import PastPassword, User
from cms.users.passwords import PastPasswordValidator
from tests.cms.users.conftest import HOME, Visitor, told
from tests.factories.users import PASSWORD, UserFactory, code_of

CHANGE, RESET = "/admin/account/password/", "/admin/password_reset/"
NEW = "清江源头-second-tea"


def without_token(page) -> str:
    return re.sub(r'"CSRF_TOKEN": "\w+"', "", page.content.decode())


def change(visitor, new: str = NEW, old: str = PASSWORD, again: str | None = None):
    return visitor.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new if again is None else again})


class TestChanging:
    def test_needs_the_current_one(self, visitor, person):
        visitor.come_in(person)
        assert change(visitor, old="wrong").context["form"].has_error("oldpassword")
        person.refresh_from_db()
        assert person.check_password(PASSWORD)

    def test_is_told_by_mail_and_signs_out_everywhere_else(self, visitor, person, mailoutbox):
        visitor.come_in(person)
        other = Visitor()
        other.give_password(person)
        other.give_code(code_of(person, steps=1))
        assert other.is_in()
        assert change(visitor).status_code == 302
        assert visitor.is_in()
        assert not other.is_in()
        assert len(told(mailoutbox, "account/email/password_changed")) == 1

    @pytest.mark.parametrize(
        ("new", "error"),
        [
            ("short-tea", "password_too_short"),
            ("password1234", "password_too_common"),
            ("918273645091", "password_entirely_numeric"),
            ("person-of-lichuan", "password_too_similar"),
            (PASSWORD, "password_was_used"),
        ],
    )
    def test_weak_ones_are_refused(self, visitor, new, error):
        person = UserFactory(username="person-of-lichuan", phone=True)
        visitor.come_in(person)
        assert change(visitor, new).context["form"].has_error("password1", error)

    def test_both_entries_must_agree(self, visitor, person):
        visitor.come_in(person)
        assert change(visitor, again="something else").context["form"].has_error("password2")

    def test_every_message_is_chinese(self, visitor, person):
        visitor.come_in(person)
        errors = change(visitor, "short").context["form"].errors["password1"]
        assert all(re.search("[\u4e00-\u9fff]", error) for error in errors if "last" not in error)


class TestPastPasswords:
    def use(self, user, *passwords: str) -> None:
        for password in passwords:
            user.set_password(password)
            user.save()

    def test_the_last_five_are_refused_and_the_sixth_is_free(self, person):
        PastPassword.objects.all().delete()
        self.use(person, *(f"tea-of-spring-{number}" for number in range(6)))
        validator = PastPasswordValidator(count=5)
        for number in range(1, 6):
            with pytest.raises(ValidationError):
                validator.validate(f"tea-of-spring-{number}", person)
        validator.validate("tea-of-spring-0", person)

    def test_only_as_many_are_kept(self, person):
        self.use(person, *(f"tea-of-spring-{number}" for number in range(9)))
        assert PastPassword.objects.filter(user=person).count() == 5

    def test_the_passwords_of_others_do_not_matter(self, person):
        PastPasswordValidator(count=5).validate(PASSWORD, UserFactory(password=NEW))

    def test_somebody_new_has_none(self):
        PastPasswordValidator(count=5).validate(PASSWORD, User(username="somebody"))


class TestForgetting:
    def link(self, visitor, mailoutbox, email: str) -> str:
        mailoutbox.clear()
        visitor.post(RESET, {"email": email})
        return re.search(r"http://localhost(/\S+)", mailoutbox[0].body)[1]

    def replace(self, visitor, link: str, new: str = NEW):
        page = visitor.get(link, follow=True)
        return visitor.post(page.request["PATH_INFO"], {"password1": new, "password2": new}, follow=True)

    def test_the_answer_is_the_same_whether_somebody_has_the_address_or_not(self, visitor, person):
        known = visitor.post(RESET, {"email": person.email}, follow=True)
        unknown = Visitor().post(RESET, {"email": "nobody@enshi.example"}, follow=True)
        assert known.redirect_chain == unknown.redirect_chain
        assert without_token(known) == without_token(unknown)

    def test_the_answer_is_as_fast_for_either(self, visitor, person, mailoutbox, tasks_wait):
        """What differs happens in the worker."""
        counts = []
        for email in ("warm-up@enshi.example", person.email, "nobody@enshi.example"):
            with CaptureQueriesContext(connection) as queries:
                visitor.post(RESET, {"email": email})
            counts.append(len(queries))
        assert counts[1] == counts[2] > 0
        assert mailoutbox == []

    def test_the_link_sets_a_new_password_and_signs_nobody_in(self, visitor, person, mailoutbox):
        self.replace(visitor, self.link(visitor, mailoutbox, person.email))
        assert not visitor.is_in()
        assert visitor.give_password(person, NEW).url == "/admin/login/code/"
        assert not visitor.is_in(), "The second factor is still asked for."
        assert visitor.give_code(code_of(person)).url == HOME
        assert told(mailoutbox, "account/email/password_reset")

    def test_it_ends_all_sessions(self, visitor, person, mailoutbox):
        visitor.come_in(person)
        other = Visitor()
        self.replace(other, self.link(other, mailoutbox, person.email))
        assert not visitor.is_in()

    def test_it_works_once(self, visitor, person, mailoutbox):
        link = self.link(visitor, mailoutbox, person.email)
        self.replace(visitor, link)
        assert Visitor().get(link, follow=True).context["token_fail"]

    def test_it_works_for_an_hour(self, visitor, person, mailoutbox, monkeypatch):
        link = self.link(visitor, mailoutbox, person.email)
        later = datetime.now() + timedelta(minutes=61)
        monkeypatch.setattr(LinkTokens, "_now", lambda self: later)
        assert visitor.get(link, follow=True).context["token_fail"]

    def test_it_obeys_the_rules_of_passwords(self, visitor, person, mailoutbox):
        page = self.replace(visitor, self.link(visitor, mailoutbox, person.email), new="short")
        assert page.context["form"].has_error("password1", "password_too_short")

    def test_a_closed_account_and_one_without_password_get_none(self, visitor, mailoutbox):
        UserFactory(email="closed@enshi.example", is_active=False)
        elsewhere = UserFactory(email="elsewhere@enshi.example")
        elsewhere.set_unusable_password()
        elsewhere.save()
        for email in ("closed@enshi.example", "elsewhere@enshi.example"):
            visitor.post(RESET, {"email": email})
        assert mailoutbox == []

    def test_two_accounts_of_one_address_get_a_link_each(self, visitor, mailoutbox):
        for name in ("first", "second"):
            UserFactory(username=name, email="office@enshi.example")
        visitor.post(RESET, {"email": "Office@Enshi.example"})
        assert {name for mail in mailoutbox for name in ("first", "second") if name in mail.body} == {"first", "second"}
        assert len(mailoutbox) == 2
