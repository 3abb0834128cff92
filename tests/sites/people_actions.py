"""What administrators do about people in the admin, as requests to it; answers as in admin_actions."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, Group
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.sites.admin_actions import Done, Place

NEW_NAME = "改名"


def address(view: str, person: AbstractBaseUser | None = None) -> str:
    return reverse(f"wagtailusers_users:{view}", args=[person.pk] if person else [])


def bulk_address(action: str, *people: AbstractBaseUser | str) -> str:
    query = "&".join(f"id={getattr(person, 'pk', person)}" for person in people)
    return f"{reverse('wagtail_bulk_action', args=['users', 'user', action])}?{query}"


def fresh(person: AbstractBaseUser) -> AbstractBaseUser:
    return get_user_model().objects.get(pk=person.pk)


def person_form(person: AbstractBaseUser, **changes: object) -> dict[str, object]:
    """The form as it stands, with changes; None takes a value out, as an unticked box does."""
    values = {
        "last_name": person.last_name,
        "first_name": person.first_name,
        "email": person.email,
        "groups": list(person.groups.values_list("pk", flat=True)),
        "is_active": "on",
        **({"is_superuser": "on"} if person.is_superuser else {}),
        **changes,
    }
    return {name: value for name, value in values.items() if value is not None}


def invitation_form(**changes: object) -> dict[str, object]:
    return {"last_name": "新", "first_name": "人", "username": "newcomer", "email": "newcomer@example.com", **changes}


def save(client: Client, person: AbstractBaseUser, **changes: object) -> HttpResponse:
    return client.post(address("edit", person), person_form(person, **changes))


def see_in_the_list(client: Client, person: AbstractBaseUser) -> Done:
    response = client.get(address("index"), {"q": person.username})
    return Done(response, response.status_code == 200 and f">{person.username}<" in _without_blanks(response))


def change_the_name(client: Client, person: AbstractBaseUser) -> Done:
    return Done(save(client, person, last_name=NEW_NAME), fresh(person).last_name == NEW_NAME)


def give_a_role(client: Client, person: AbstractBaseUser) -> Done:
    group = _another_role(person)
    response = save(client, person, groups=[group.pk, *person.groups.values_list("pk", flat=True)])
    return Done(response, group in person.groups.all())


def close_the_login(client: Client, person: AbstractBaseUser) -> Done:
    return Done(save(client, person, is_active=None), not fresh(person).is_active)


def reset_the_sign_in(client: Client, person: AbstractBaseUser) -> Done:
    return Done(client.post(address("reset", person)), not fresh(person).has_usable_password())


def delete_the_login(client: Client, person: AbstractBaseUser) -> Done:
    response = client.post(address("delete", person))
    return Done(response, not get_user_model().objects.filter(pk=person.pk).exists())


def invite_somebody(client: Client, place: Place) -> Done:
    group = place.site.tenant.groups.order_by("pk").first()
    response = client.post(address("add"), invitation_form(groups=[group.pk]))
    return Done(response, get_user_model().objects.filter(username="newcomer", groups=group).exists())


def _another_role(person: AbstractBaseUser) -> Group:
    """Of the site for which the person works, or of Lichuan."""
    name = person.groups.order_by("pk").values_list("name", flat=True).first() or "利川"
    return Group.objects.get(name=f"{name.removesuffix('编辑').removesuffix('管理员')}审核")


def _without_blanks(response: HttpResponse) -> str:
    return "".join(response.content.decode().split())
