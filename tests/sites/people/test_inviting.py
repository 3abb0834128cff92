"""New colleagues come in by a link in a mail, with roles of the administrator's own site and nothing else."""

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.test import Client
from django.urls import reverse

from cms.users.links import LinkTokens
from tests.sites.people_actions import address, invitation_form, save

PASSWORD = "a-long-and-secret-one"


def group(name: str) -> int:
    return Group.objects.get(name=name).pk


def newcomer():
    return get_user_model().objects.filter(username="newcomer").first()


@pytest.fixture
def invite(administrator, django_capture_on_commit_callbacks):
    def post(client: Client = administrator, **changes: object):
        values = {"groups": [group("利川编辑")], **changes}
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address("add"), invitation_form(**values))

    return post


def link_in(message: mail.EmailMessage) -> str:
    return re.search(r"http://localhost:8000(/\S+)", message.body)[1]


def set_password(link: str) -> bool:
    """As the person who has got the mail does it in a browser; whether the link led to the form."""
    client = Client(SERVER_NAME="localhost")
    shown = client.get(link, follow=True)
    client.post(shown.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    return newcomer().check_password(PASSWORD)


def test_the_mail_says_who_invites_to_which_site_with_which_roles_and_has_a_link(invite):
    assert invite(groups=[group("利川编辑"), group("利川审核")]).status_code == 302
    [message] = mail.outbox
    assert message.to == ["newcomer@example.com"]
    assert "云上恩施 · 利川市" in message.subject
    for words in ("新人", "利川管理员（演示）", "云上恩施 · 利川市", "newcomer", "利川编辑", "利川审核"):
        assert words in message.body
    assert "&" not in message.body
    assert newcomer().groups.count() == 2
    assert not newcomer().has_usable_password()


def test_the_link_lets_the_person_set_a_password_and_sign_in(invite):
    invite()
    assert set_password(link_in(mail.outbox[0]))
    client = Client(SERVER_NAME="localhost")
    client.post(reverse("account_login"), {"username": "newcomer", "password": PASSWORD})
    assert client.get(reverse("wagtailadmin_home")).status_code == 200


def test_a_link_works_once(invite):
    invite()
    link = link_in(mail.outbox[0])
    assert set_password(link)
    person = newcomer()
    person.set_password("another-long-one")
    person.save()
    assert not set_password(link)


@pytest.mark.parametrize(("age", "works"), [(timedelta(days=2, hours=23), True), (timedelta(days=3, minutes=5), False)])
def test_a_link_works_for_three_days(invite, monkeypatch, age, works):
    invite()
    later = datetime.now() + age
    monkeypatch.setattr(LinkTokens, "_now", lambda self: later)
    assert set_password(link_in(mail.outbox[0])) is works


def test_an_invitation_that_is_sent_again_ends_the_earlier_one(
    invite, administrator, django_capture_on_commit_callbacks
):
    invite()
    with django_capture_on_commit_callbacks(execute=True):
        administrator.post(address("reset", newcomer()))
    first, second = map(link_in, mail.outbox)
    assert mail.outbox[0].subject == mail.outbox[1].subject
    assert not set_password(first)
    assert set_password(second)


def test_who_was_invited_at_a_wrong_address_gets_the_link_at_the_right_one(
    invite, administrator, django_capture_on_commit_callbacks
):
    invite()
    with django_capture_on_commit_callbacks(execute=True):
        save(administrator, newcomer(), email="right@example.com")
    invitations = [message for message in mail.outbox if "利川编辑" in message.body]
    assert [message.to for message in invitations] == [["newcomer@example.com"], ["right@example.com"]]
    assert not set_password(link_in(invitations[0]))
    assert set_password(link_in(invitations[1]))


def test_forged_fields_have_no_effect(invite):
    permission = Permission.objects.get(codename="delete_user")
    forged = {
        "is_superuser": "on",
        "is_staff": "on",
        "is_active": "",
        "user_permissions": [permission.pk],
        "password": PASSWORD,
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    assert invite(**forged).status_code == 302
    person = newcomer()
    assert not (person.is_superuser or person.is_staff or person.has_usable_password())
    assert not person.user_permissions.exists()
    assert person.is_active


@pytest.mark.parametrize("name", ["巴东编辑", "恩施州编辑", "恩施州管理员"])
def test_nobody_is_invited_into_a_group_of_another_site(invite, name):
    for groups in ([group(name)], [group("利川编辑"), group(name)]):
        assert invite(groups=groups).status_code == 404
    assert newcomer() is None
    assert mail.outbox == []


def test_nobody_is_invited_into_a_group_of_a_site_where_the_administrator_only_writes(invite, person, client_of):
    commuter = client_of(person("commuter", "利川管理员", "巴东编辑"))
    assert invite(commuter, groups=[group("巴东编辑")]).status_code == 200
    assert newcomer() is None
    assert invite(commuter).status_code == 302
    assert newcomer().groups.get().name == "利川编辑"


def test_nobody_is_invited_without_a_role(invite):
    assert invite(groups=[]).status_code == 200
    assert newcomer() is None


def test_a_group_that_reaches_another_site_too_is_not_handed_out(invite, person):
    both = Group.objects.create(name="两站编辑")
    for home in ("利川编辑", "巴东编辑"):
        Group.objects.get(name=home).tenants.get().groups.add(both)
    assert invite(groups=[both.pk]).status_code == 200
    assert newcomer() is None


@pytest.mark.parametrize("email", ["badong-editor@example.com", "Badong-Editor@Example.com", "admin@example.com"])
def test_an_address_that_somebody_has_is_refused_without_saying_who_or_where(invite, email):
    response = invite(email=email)
    assert response.status_code == 200
    assert newcomer() is None
    page = response.content.decode().replace(email, "")
    assert "error-message" in page
    for word in ("巴东", "badong", "平台管理员（演示）"):
        assert word not in page


def test_a_username_that_another_county_uses_is_refused(invite):
    count = get_user_model().objects.count()
    assert invite(username="badong-editor").status_code == 200
    assert get_user_model().objects.count() == count


@pytest.mark.parametrize(("name", "is_made_superuser"), [("prefecture-admin", False), ("admin", True)])
def test_only_a_superuser_makes_a_superuser(invite, person, client_of, name, is_made_superuser):
    user = person(name, "恩施州管理员") if name == "prefecture-admin" else person(name)
    assert invite(client_of(user), groups=[group("巴东编辑")], is_superuser="on").status_code == 302
    assert newcomer().is_superuser is is_made_superuser
    assert "云上恩施 · 巴东县" in mail.outbox[0].subject
