"""Administrators change their own people, within what they themselves may hand out."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.api.models import Token
from sites.isolation.people import assignable_groups, manageable
from sites.provisioning.people import demo_password
from tests.sites.people_actions import address, fresh, save

OTHER_COUNTIES = ["恩施市", "建始", "巴东", "宣恩", "咸丰", "来凤", "鹤峰", "badong"]


def pk_of(name: str) -> int:
    return Group.objects.get(name=name).pk


def names(people) -> set[str]:
    return set(people.values_list("username", flat=True))


def give_password_again(client: Client) -> None:
    """Asked of everybody who changes their own record."""
    client.post(reverse("account_reauthenticate"), {"password": demo_password()})


def main_of(response) -> str:
    page = response.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def test_a_county_list_names_nobody_and_nothing_of_other_counties(person, administrator):
    person("both", "利川编辑", "巴东编辑")
    page = main_of(administrator.get(address("index")))
    assert "lichuan-editor" in page and "both" in page
    assert [word for word in OTHER_COUNTIES if word in page] == []


def test_the_search_of_people_finds_nobody_of_other_counties(administrator):
    response = administrator.get(address("index_results"), {"q": "editor"})
    assert [user.username for user in response.context["users"]] == ["lichuan-editor"]


def test_the_prefecture_sees_to_which_site_each_belongs_and_can_filter_by_it(person, client_of):
    client = client_of(person("prefecture-admin", "恩施州管理员"))
    page = main_of(client.get(address("index"), {"q": "badong-editor"}))
    assert "巴东县" in page
    site = person("badong-editor").groups.get().tenants.get().site
    found = client.get(address("index_results"), {"site": site.pk}).context["users"]
    assert {user.username for user in found} == {"badong-editor", "badong-reviewer", "badong-admin"}


def test_a_colleague_who_works_elsewhere_too_is_shown_without_a_way_to_change_them(person, administrator):
    both = person("both", "利川编辑", "巴东编辑")
    page = main_of(administrator.get(address("index")))
    assert address("edit", person("lichuan-editor")) in page
    assert address("edit", both) not in page
    assert address("reset", both) not in page


def test_a_colleague_who_works_elsewhere_too_is_not_changed(person, administrator):
    both = person("both", "利川编辑", "巴东编辑")
    for form in ({"last_name": "改名"}, {"email": "taken@example.com"}, {"is_active": None}):
        response = save(administrator, both, groups=[pk_of("利川编辑")], **form)
        assert response["Location"] == reverse("wagtailadmin_home")
    after = fresh(both)
    assert (after.last_name, after.email, after.is_active) == ("both", "both@example.com", True)
    assert after.groups.count() == 2
    assert administrator.post(address("reset", both))["Location"] == reverse("wagtailadmin_home")
    assert fresh(both).has_usable_password()


@pytest.mark.parametrize("view", ["edit", "delete", "history", "history_results", "usage", "reset"])
@pytest.mark.parametrize("name", ["badong-editor", "badong-admin", "prefecture-editor", "admin"])
def test_people_of_other_sites_are_not_found_in_any_view(person, administrator, view, name):
    assert administrator.get(address(view, person(name))).status_code == 404
    assert administrator.post(address(view, person(name))).status_code == 404


def test_an_administrator_who_only_writes_elsewhere_looks_after_the_own_county_only(person, client_of):
    user = person("commuter", "利川管理员", "巴东编辑")
    assert names(manageable(user)) == {"lichuan-editor", "lichuan-reviewer", "lichuan-admin"}
    assert {group.name for group in assignable_groups(user)} == {"利川编辑", "利川审核", "利川管理员"}
    response = save(client_of(user), person("lichuan-editor"), groups=[pk_of("巴东编辑")])
    assert response.status_code == 200
    assert person("lichuan-editor").groups.get().name == "利川编辑"
    response = save(client_of(user), person("badong-editor"), last_name="改名")
    assert response["Location"] == reverse("wagtailadmin_home")
    assert fresh(person("badong-editor")).last_name != "改名"


def test_an_editor_of_the_prefecture_who_administers_a_county_looks_after_that_county_only(person):
    user = person("commuter", "恩施州编辑", "利川管理员")
    assert names(manageable(user)) == {"lichuan-editor", "lichuan-reviewer", "lichuan-admin"}


def test_the_prefectures_administrators_look_after_everybody_but_superusers(person):
    user = person("prefecture-admin", "恩施州管理员")
    everybody = get_user_model().objects
    assert names(manageable(user)) == names(everybody.filter(is_superuser=False))
    assert assignable_groups(user).count() == 8 * 3 + 4


def test_whoever_holds_rights_beyond_the_groups_is_changed_by_superusers_only(person, administrator):
    editor = person("lichuan-editor")
    editor.user_permissions.add(Permission.objects.get(codename="add_site"))
    assert save(administrator, editor, last_name="改名")["Location"] == reverse("wagtailadmin_home")
    editor.user_permissions.clear()
    editor.groups.add(Group.objects.create(name="特别组"))
    assert save(administrator, editor, groups=[pk_of("利川编辑")], last_name="改名")["Location"] == reverse(
        "wagtailadmin_home"
    )


@pytest.mark.parametrize("name", ["lichuan-editor", "lichuan-admin"])
def test_forged_fields_have_no_effect_on_anybody(person, administrator, name):
    user = person(name)
    permission = Permission.objects.get(codename="delete_user")
    forged = {
        "username": "renamed",
        "is_superuser": "on",
        "is_staff": "on",
        "user_permissions": [permission.pk],
        "password": "x",
        "password1": "a-long-and-secret-one",
        "password2": "a-long-and-secret-one",
        "last_name": "改名",
    }
    give_password_again(administrator)
    assert save(administrator, user, **forged)["Location"] == address("index")
    after = fresh(user)
    assert after.last_name == "改名"
    assert (after.username, after.password) == (user.username, user.password)
    assert not (after.is_superuser or after.is_staff or after.user_permissions.exists())


@pytest.mark.parametrize("name", ["巴东编辑", "恩施州管理员"])
def test_a_group_of_another_site_is_refused_with_everything_else_in_the_form(person, administrator, name):
    editor = person("lichuan-editor")
    response = save(administrator, editor, groups=[pk_of("利川编辑"), pk_of(name)], last_name="改名")
    assert response.status_code == 404
    assert fresh(editor).last_name != "改名"
    assert [group.name for group in editor.groups.all()] == ["利川编辑"]


def test_the_form_offers_the_own_countys_roles_only(person, administrator):
    page = main_of(administrator.get(address("edit", person("lichuan-editor"))))
    for role in ("利川编辑", "利川审核", "利川管理员"):
        assert role in page
    assert [word for word in [*OTHER_COUNTIES, "恩施州"] if word in page] == []
    assert 'name="is_superuser"' not in page and 'type="password"' not in page


def test_administrators_neither_take_another_role_nor_lock_themselves_out(person, administrator):
    user = person("lichuan-admin")
    give_password_again(administrator)
    save(administrator, user, groups=[pk_of("利川审核")], is_active=None, last_name="改名")
    after = fresh(user)
    assert after.last_name == "改名"
    assert after.is_active
    assert [group.name for group in after.groups.all()] == ["利川管理员"]


def test_the_old_address_is_told_when_somebody_else_changes_it(
    person, administrator, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        save(administrator, person("lichuan-editor"), email="new@example.com")
    [message] = mail.outbox
    assert message.to == ["lichuan-editor@example.com"]
    assert "lichuan-editor" in message.body
    assert "new@example.com" not in message.body


def test_no_mail_goes_out_when_the_address_stays(person, administrator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        save(administrator, person("lichuan-editor"), last_name="改名")
    assert mail.outbox == []


def test_a_closed_login_ends_the_session_and_can_be_opened_again(person, administrator, client_of):
    editor = person("lichuan-editor")
    at_work = client_of(editor)
    save(administrator, editor, is_active=None)
    assert at_work.get(reverse("wagtailadmin_home")).status_code == 302
    save(administrator, editor, is_active="on")
    assert client_of(fresh(editor)).get(reverse("wagtailadmin_home")).status_code == 200


def test_a_reset_ends_password_second_factor_tokens_and_sessions_sends_a_link_and_stays_on_record(
    person, administrator, client_of, django_capture_on_commit_callbacks
):
    editor = person("editor", "利川编辑")
    TOTP.activate(editor, generate_totp_secret())
    token = Token(user=editor, site=editor.groups.get().tenants.get().site, name="程序")
    token.issue()
    at_work = client_of(editor)
    assert at_work.get(reverse("wagtailadmin_home")).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        administrator.post(address("reset", editor))
    assert at_work.get(reverse("wagtailadmin_home")).status_code == 302
    assert not fresh(editor).check_password("long-and-secret")
    assert not Authenticator.objects.filter(user=editor).exists()
    assert not Token.objects.in_force().filter(user=editor).exists()
    [message] = mail.outbox
    assert message.to == ["editor@example.com"]
    assert "/password_reset/" in message.body
    entry = ModelLogEntry.objects.for_instance(editor).get(action="people.reset")
    assert entry.user == person("lichuan-admin")


def test_looking_at_the_question_resets_nothing(person, administrator):
    editor = person("lichuan-editor")
    assert editor.email in administrator.get(address("reset", editor)).content.decode()
    assert fresh(editor).password == editor.password


def test_neither_oneself_nor_a_closed_login_is_reset(person, administrator):
    closed = person("closed", "利川编辑")
    get_user_model().objects.filter(pk=closed.pk).update(is_active=False)
    for user in (closed, person("lichuan-admin")):
        assert administrator.post(address("reset", user))["Location"] == reverse("wagtailadmin_home")
        assert fresh(user).password == user.password


def test_people_cannot_be_copied(administrator, person):
    assert administrator.get(f"/admin/users/copy/{person('lichuan-editor').pk}/").status_code == 404
