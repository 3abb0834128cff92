"""The admin of tokens: everybody's own."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from cms.api.models import Token
from tests.cms.delivery.nested_sites import OUTER
from tests.factories.tokens import EDITOR, bearer, make_person, make_token

HEADERS = {"host": OUTER}


@pytest.fixture
def person(sites, client):
    cache.clear()
    person = make_person("editor", {sites.county: EDITOR})
    client.force_login(person)
    return person


def page(client, name: str, *args: int) -> str:
    response = client.get(reverse(name, args=args), headers=HEADERS)
    assert response.status_code == 200
    return response.content.decode()


def make(client, site, **values):
    data = {"name": "同步程序", "site": site.pk, "access": "read", "days": 30, **values}
    return client.post(reverse("api_token_add"), data, headers=HEADERS)


def errors(response) -> set[str]:
    assert response.status_code == 200
    return set(response.context["form"].errors)


def test_the_account_leads_there(person, client):
    assert reverse("api_tokens") in page(client, "wagtailadmin_account")
    assert reverse("api_token_add") in page(client, "api_tokens")


def test_a_secret_is_shown_once_and_works(sites, person, client):
    html = make(client, sites.inner, access="write").content.decode()
    (secret,) = set(re.findall(r"yses_[\w-]{43}", html))
    token = Token.objects.get()
    assert (token.user, token.site, token.access, token.name) == (person, sites.inner, "write", "同步程序")
    assert (token.expires_at - token.created_at).days == 30
    assert "w-clipboard#copy" in html
    assert "<script>" not in html.partition("<main")[2], "copying needs no script of the page's own"
    for name in ("api_tokens", "wagtailadmin_account"):
        assert secret not in page(client, name)
    answer = client.get("/api/v3/whoami/", headers={**HEADERS, **bearer(secret)}).json()
    assert answer["user"]["username"] == "editor"


def test_the_list_holds_one_s_own(sites, person, client):
    mine, _secret = make_token(person, sites.inner, name="我的程序")
    make_token(make_person("other", {sites.county: EDITOR}), sites.inner, name="别人的程序")
    html = page(client, "api_tokens")
    assert "我的程序" in html
    assert Token.objects.in_force().count() == 2, "looking at tokens changes none"
    assert "别人的程序" not in html
    assert date_format(localtime(mine.expires_at)) in html


def test_only_sites_with_own_pages_are_offered(sites, person, client):
    form = client.get(reverse("api_token_add"), headers=HEADERS).context["form"]
    assert list(form.fields["site"].queryset) == [sites.inner]
    assert form["site"].value() == sites.inner.pk
    assert errors(make(client, sites.outer)) == {"site"}
    assert not Token.objects.exists()


def test_rights_above_reach_the_sites_below_and_rights_below_only_the_nearest(sites, client):
    def offered(person) -> list:
        client.force_login(person)
        return list(client.get(reverse("api_token_add"), headers=HEADERS).context["form"].fields["site"].queryset)

    assert set(offered(make_person("above", {sites.prefecture: EDITOR}))) == {sites.outer, sites.inner}
    assert offered(make_person("column", {sites.county_column: EDITOR})) == [sites.inner]
    assert offered(make_person("other", {sites.prefecture_column: EDITOR})) == [sites.outer]


def test_writing_needs_the_right_to_write(sites, client):
    client.force_login(make_person("locker", {sites.county: ("lock",)}))
    assert errors(make(client, sites.inner, access="write")) == {"access"}
    assert make(client, sites.inner, access="read").status_code == 200
    assert Token.objects.get().access == "read"


def test_without_pages_there_is_nothing_to_make(sites, client):
    client.force_login(make_person("nobody", {}))
    assert reverse("api_token_add") not in page(client, "api_tokens")
    assert errors(make(client, sites.inner)) == {"site"}


def test_odd_values_are_refused(sites, person, client):
    for days in ["0", "366", "-1", "x", ""]:
        assert errors(make(client, sites.inner, days=days)) == {"days"}, days
    assert errors(make(client, sites.inner, access="admin")) == {"access"}
    assert errors(make(client, sites.inner, name="")) == {"name"}
    assert not Token.objects.exists()


@pytest.mark.parametrize("is_superuser", [False, True])
def test_nobody_makes_tokens_for_others(sites, person, client, is_superuser):
    maker = make_person("maker", {sites.county: EDITOR}, is_superuser=is_superuser)
    client.force_login(maker)
    make(client, sites.inner, user=person.pk, user_id=person.pk)
    assert Token.objects.get().user == maker


def revoke(client, token, method: str = "post"):
    return getattr(client, method)(reverse("api_token_revoke", args=[token.pk]), headers=HEADERS)


def test_one_s_own_token_is_revoked_after_a_question(sites, person, client):
    token, secret = make_token(person, sites.inner)
    assert "csrfmiddlewaretoken" in revoke(client, token, "get").content.decode()
    assert client.get("/api/v3/whoami/", headers={**HEADERS, **bearer(secret)}).status_code == 200
    assert revoke(client, token)["Location"] == reverse("api_tokens")
    assert client.get("/api/v3/whoami/", headers={**HEADERS, **bearer(secret)}).status_code == 401
    assert Token.objects.get().revoked_at
    assert revoke(client, token).status_code == 404, "what is over is over"


def test_somebody_else_s_token_is_not_found(sites, person, client):
    token, _secret = make_token(make_person("other", {sites.county: EDITOR}), sites.inner)
    for method in ("get", "post", "put"):
        assert revoke(client, token, method).status_code == 404, method
    assert Token.objects.in_force().exists()


def test_superusers_see_and_end_everybody_s(sites, person, client):
    token, _secret = make_token(person, sites.inner, name="县里的程序")
    client.force_login(make_person("root", {}, is_superuser=True))
    html = page(client, "api_tokens")
    assert "县里的程序" in html
    assert "editor" in html
    assert revoke(client, token).status_code == 302
    assert not Token.objects.in_force().exists()


def test_the_admin_s_door_is_before_it(sites, client):
    client.force_login(make_person("outsider", {}))
    make_person("x", {}).groups.get().permissions.clear()
    client.logout()
    for name, args in [("api_tokens", []), ("api_token_add", []), ("api_token_revoke", [1])]:
        response = client.get(reverse(name, args=args), headers=HEADERS)
        assert response["Location"].startswith(reverse("wagtailadmin_login"))


def test_the_cost_of_the_list_does_not_grow(sites, person, client, django_assert_max_num_queries):
    for _ in range(12):
        make_token(person, sites.inner)
    page(client, "api_tokens")
    with django_assert_max_num_queries(20):
        page(client, "api_tokens")
