"""What is done to several people at once: to one's own people only, and with one's own roles only."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import ModelLogEntry

from tests.sites.people_actions import address, bulk_address, fresh

ACTIONS = ["assign_role", "set_active_state"]


def active_people() -> set[str]:
    return set(get_user_model().objects.filter(is_active=True).values_list("username", flat=True))


def members(name: str) -> set[str]:
    return set(Group.objects.get(name=name).user_set.values_list("username", flat=True))


def shown_people(response) -> set[str]:
    context = response.context
    return {item["item"].username for item in context["items"]} | {
        user.username for user in context["items_with_no_access"]
    }


@pytest.mark.parametrize("action", ACTIONS)
def test_the_question_names_colleagues_only_even_for_all(person, administrator, action):
    person("both", "利川编辑", "巴东编辑")
    response = administrator.get(bulk_address(action, "all"))
    assert shown_people(response) == {"lichuan-editor", "lichuan-reviewer", "lichuan-admin", "both"}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("name", ["badong-editor", "prefecture-editor", "admin"])
def test_people_of_other_sites_are_not_found(person, administrator, action, name):
    assert administrator.get(bulk_address(action, person(name))).status_code == 404
    assert administrator.get(bulk_address(action, person(name), person("lichuan-editor"))).status_code == 404


def test_a_role_of_the_own_site_is_added_to_own_people_only(person, administrator):
    person("both", "利川编辑", "巴东编辑")
    before = members("利川审核")
    administrator.post(bulk_address("assign_role", "all"), {"role": Group.objects.get(name="利川审核").pk})
    assert members("利川审核") == before | {"lichuan-editor"}


@pytest.mark.parametrize("name", ["巴东编辑", "恩施州审核"])
def test_a_role_of_another_site_is_not_offered_and_not_given(person, administrator, name):
    address = bulk_address("assign_role", person("lichuan-editor"), person("lichuan-admin"))
    assert name not in administrator.get(address).content.decode()
    before = members(name)
    administrator.post(address, {"role": Group.objects.get(name=name).pk})
    assert members(name) == before


def test_all_own_people_but_oneself_are_closed_and_it_stays_on_record(person, administrator):
    person("both", "利川编辑", "巴东编辑")
    before = active_people()
    administrator.post(bulk_address("set_active_state", "all"), {"mark_as_active": "False"})
    assert before - active_people() == {"lichuan-editor", "lichuan-reviewer"}
    assert ModelLogEntry.objects.for_instance(person("lichuan-editor")).filter(action="wagtail.edit").exists()


@pytest.mark.parametrize("forged", ["badong-editor", "prefecture-editor", "admin"])
def test_forged_numbers_close_nobody(person, administrator, forged):
    before = active_people()
    address = bulk_address("set_active_state", person(forged), person("lichuan-editor"))
    assert administrator.post(address, {"mark_as_active": "False"}).status_code == 404
    assert active_people() == before


def test_an_administrator_who_only_writes_elsewhere_does_nothing_to_the_people_there(person, client_of):
    commuter = client_of(person("commuter", "利川管理员", "巴东编辑"))
    before = active_people()
    both_counties = [person("badong-editor"), person("lichuan-editor")]
    commuter.post(bulk_address("set_active_state", *both_counties), {"mark_as_active": "False"})
    assert before - active_people() == {"lichuan-editor"}
    role = Group.objects.get(name="巴东编辑")
    commuter.post(bulk_address("assign_role", person("lichuan-reviewer")), {"role": role.pk})
    assert role not in person("lichuan-reviewer").groups.all()


@pytest.mark.parametrize("action", ACTIONS)
def test_the_prefecture_changes_no_superuser(person, client_of, action):
    client = client_of(person("prefecture-admin", "恩施州管理员"))
    data = {"mark_as_active": "False", "role": Group.objects.get(name="恩施州编辑").pk}
    client.post(bulk_address(action, person("admin"), person("badong-editor")), data)
    chief = fresh(person("admin"))
    assert chief.is_active and not chief.groups.exists()


@pytest.mark.parametrize("name", ["lichuan-admin", "admin"])
def test_nobody_deletes_people_in_bulk(person, client_of, name):
    editor = person("lichuan-editor")
    client = client_of(person(name))
    assert client.post(bulk_address("delete", editor)).status_code == 404
    assert get_user_model().objects.filter(pk=editor.pk).exists()
    assert "bulk/users/user/delete" not in client.get(address("index")).content.decode()


def test_an_editor_gets_nowhere(person, client_of):
    client = client_of(person("lichuan-editor"))
    before = active_people()
    for action in ACTIONS:
        response = client.post(bulk_address(action, person("lichuan-reviewer")), {"mark_as_active": "False"})
        assert response.status_code in (302, 404)
    assert active_people() == before
