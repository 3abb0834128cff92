"""Mail about one's account: new devices, new addresses, what administrators did."""

import re

import pytest
from django_tasks_db.models import DBTaskResult

from cms.users.devices import COOKIE
from cms.users.notices import browser_name
from tests.cms.users.conftest import HOME, LOGIN, Visitor, told
from tests.factories.users import PASSWORD, UserFactory, code_of, recovery_codes_of

EMAIL = "/admin/account/email/"
ASK = "/admin/account/reauthenticate/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


class TestNewDevices:
    def test_the_mail_says_when_from_where_with_what_and_what_to_do(self, person, mailoutbox):
        Visitor(headers={"User-Agent": FIREFOX}).come_in(person, REMOTE_ADDR="203.0.113.7")
        [mail] = told(mailoutbox, "new_device")
        assert mail.to == [person.email]
        for part in (
            "203.0.113.7",
            "Firefox, Windows",
            person.username,
            "/admin/account/password/",
            "/account/sessions/",
        ):
            assert part in mail.body
        assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d", mail.body)

    def test_a_known_one_is_not_told_again(self, visitor, person, mailoutbox):
        visitor.come_in(person)
        visitor.post("/admin/logout/")
        visitor.give_password(person)
        visitor.give_code(code_of(person, steps=1))
        assert visitor.is_in()
        assert len(told(mailoutbox, "new_device")) == 1

    def test_one_known_to_another_person_is_new(self, visitor, person, mailoutbox):
        visitor.come_in(UserFactory(phone=True))
        visitor.post("/admin/logout/")
        visitor.come_in(person)
        assert [mail.to for mail in told(mailoutbox, "new_device")][-1] == [person.email]

    def test_a_forged_cookie_is_no_acquaintance(self, visitor, person, mailoutbox):
        visitor.cookies[COOKIE] = f"[{person.pk}]"
        visitor.come_in(person)
        assert len(told(mailoutbox, "new_device")) == 1

    def test_the_password_alone_makes_no_acquaintance(self, visitor, person, mailoutbox):
        visitor.give_password(person)
        assert COOKIE not in visitor.cookies
        assert mailoutbox == []

    def test_the_cookie_is_for_the_door_only(self, visitor, person):
        visitor.come_in(person)
        cookie = visitor.cookies[COOKIE]
        assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/admin/", True, "Lax")

    def test_somebody_without_an_address_comes_in_all_the_same(self, visitor, mailoutbox):
        person = UserFactory(email="", phone=True)
        assert visitor.come_in(person).url == HOME
        assert mailoutbox == []

    def test_a_slow_mail_server_is_the_worker_s_business(self, visitor, person, mailoutbox, tasks_wait):
        assert visitor.come_in(person).url == HOME
        assert mailoutbox == []
        assert DBTaskResult.objects.get().task_path == "cms.users.tasks.send_mail"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox, Windows"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15",
            "Safari, macOS",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("curl/8.0", browser_name("")),
    ],
)
def test_browsers_have_names_that_people_know(user_agent, name):
    assert browser_name(user_agent) == name


class TestANewAddress:
    def ask(self, visitor, email: str = "new@enshi.example"):
        visitor.post(EMAIL, {"email": email})
        return visitor.post(f"{ASK}?next={EMAIL}", {"password": PASSWORD})

    def link(self, mailoutbox) -> str:
        return re.search(r"http://localhost(/\S+)", mailoutbox[-1].body)[1]

    def test_needs_the_password(self, visitor, person, mailoutbox):
        visitor.come_in(person)
        mailoutbox.clear()
        assert visitor.post(EMAIL, {"email": "new@enshi.example"}).url.startswith(ASK)
        assert mailoutbox == []

    def test_counts_when_the_link_sent_there_was_opened(self, visitor, person, mailoutbox):
        visitor.come_in(person)
        mailoutbox.clear()
        self.ask(visitor)
        assert [mail.to for mail in mailoutbox] == [["new@enshi.example"]]
        person.refresh_from_db()
        assert person.email != "new@enshi.example"
        former, link = person.email, self.link(mailoutbox)
        assert Visitor().get(link).status_code == 200
        person.refresh_from_db()
        assert person.email == former, "Programs that look into mail open links."
        stranger = Visitor()
        stranger.post(link)
        person.refresh_from_db()
        assert person.email == "new@enshi.example"
        assert not stranger.is_in()
        [mail] = told(mailoutbox, "account/email/email_changed")
        assert mail.to == [former], "The former address learns of it."

    def test_a_link_works_once_and_not_after_another_change(self, visitor, person, mailoutbox):
        visitor.come_in(person)
        self.ask(visitor)
        link = self.link(mailoutbox)
        person.email = "set-by-administrator@enshi.example"
        person.save()
        visitor.post(link)
        person.refresh_from_db()
        assert person.email == "set-by-administrator@enshi.example"

    def test_a_forged_link_does_nothing(self, visitor, person):
        page = visitor.post("/admin/account/email/confirm/abc:def:ghi/")
        assert page.context["person"] is None

    def test_one_s_own_is_refused(self, visitor, person):
        visitor.come_in(person)
        page = self.ask(visitor, person.email)
        assert page.context["form"].has_error("email", "same_as_current")

    def test_mail_cannot_be_sent_to_strangers_without_end(self, visitor, person, mailoutbox):
        visitor.come_in(person)
        self.ask(visitor)
        mailoutbox.clear()
        answers = [visitor.post(EMAIL, {"email": f"p{number}@enshi.example"}).status_code for number in range(5)]
        assert answers == [302] * 4 + [429]
        assert len(mailoutbox) == 4


class TestTheFormForUsers:
    """In which administrators edit others, and could edit themselves."""

    def form(self, user, **changes) -> dict:
        return {
            "username": user.username,
            "email": user.email,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "password1": "",
            "password2": "",
            "is_active": "on",
            "is_superuser": "on" if user.is_superuser else "",
        } | changes

    @pytest.fixture
    def root(self):
        return UserFactory(is_superuser=True, phone=True)

    def test_one_s_own_address_is_not_changed_there_without_the_password(self, visitor, root):
        visitor.come_in(root)
        former, new = root.email, "office@enshi.example"
        answer = visitor.post(f"/admin/users/edit/{root.pk}/", self.form(root, email=new))
        assert answer.url.startswith(ASK)
        root.refresh_from_db()
        assert root.email == former
        visitor.post(answer.url, {"password": PASSWORD})
        root.refresh_from_db()
        assert root.email == new

    def test_nobody_s_password_is_set_there(self, visitor, root, person):
        visitor.come_in(root)
        new = "清江源头-second-tea"
        visitor.post(f"/admin/users/edit/{person.pk}/", self.form(person, password1=new, password2=new))
        person.refresh_from_db()
        assert person.check_password(PASSWORD)

    def test_people_learn_that_an_administrator_changed_their_address(self, visitor, root, person, mailoutbox):
        visitor.come_in(root)
        former = person.email
        visitor.post(f"/admin/users/edit/{person.pk}/", self.form(person, email="office@enshi.example"))
        person.refresh_from_db()
        assert person.email == "office@enshi.example"
        [mail] = told(mailoutbox, "changed_by_administrator")
        assert mail.to == [former]

    def test_a_new_name_is_no_news(self, visitor, root, person, mailoutbox):
        visitor.come_in(root)
        visitor.post(f"/admin/users/edit/{person.pk}/", self.form(person, first_name="大雨"))
        person.refresh_from_db()
        assert person.first_name == "大雨"
        assert told(mailoutbox, "changed_by_administrator") == []

    def test_a_former_address_is_good_for_nothing(self, visitor, root, person, mailoutbox):
        visitor.come_in(root)
        former = person.email
        visitor.post(f"/admin/users/edit/{person.pk}/", self.form(person, email="office@enshi.example"))
        mailoutbox.clear()
        Visitor().post("/admin/password_reset/", {"email": former})
        assert mailoutbox == []


class TestRecoveryCodes:
    NEW = "/admin/account/second-factor/recovery-codes/new/"

    def test_new_ones_replace_the_old_and_are_told(self, visitor, person, mailoutbox):
        visitor.come_in(person)
        old = recovery_codes_of(person)
        visitor.post(self.NEW)
        assert not set(old) & set(recovery_codes_of(person))
        assert told(mailoutbox, "mfa/email/recovery_codes_generated")

    def test_they_are_shown_only_to_somebody_who_has_just_given_the_password(self, visitor, person):
        visitor.come_in(person)
        session = visitor.session
        for record in session["account_authentication_methods"]:
            record["at"] -= 600
        session.save()
        page = visitor.get("/admin/account/second-factor/recovery-codes/")
        assert page.url.startswith(ASK)


def test_the_account_screen_leads_to_all_of_it_and_has_no_way_around(visitor, person):
    visitor.come_in(person)
    page = visitor.get("/admin/account/")
    links = page.content.decode()
    for path in ("second-factor/", "password/", "email/", "sessions/"):
        assert f'href="/admin/account/{path}"' in links
    data = {"name_email-first_name": "小雨", "name_email-last_name": "田", "name_email-email": "evil@enshi.example"}
    data |= {f"password-{name}": "清江源头-second-tea" for name in ("new_password1", "new_password2")}
    visitor.post("/admin/account/", data | {"password-old_password": PASSWORD})
    person.refresh_from_db()
    assert person.email != "evil@enshi.example"
    assert person.check_password(PASSWORD)
    assert visitor.get(LOGIN).url == HOME
