import pytest
from django.contrib.auth import get_user_model
from django.test import RequestFactory

from cms.core.listing import Filter, Listing

pytestmark = pytest.mark.django_db


def listing(query: str = "", per_page: int = 2) -> Listing:
    users = get_user_model().objects.order_by("username")
    by_state = Filter(
        "state",
        "状态",
        [("on", "在用", 4), ("off", "停用")],
        lambda queryset, value: queryset.filter(is_active=value == "on"),
    )
    return Listing(RequestFactory().get(f"/users/{query}"), users, [by_state], per_page)


@pytest.fixture(autouse=True)
def five_users():
    for number in range(5):
        get_user_model().objects.create(username=f"u{number}", is_active=number != 4)


def test_the_first_page_leads_on_but_not_back():
    first = listing()
    assert [user.username for user in first.items] == ["u0", "u1"]
    assert (first.count, first.previous_url, first.next_url) == (5, None, "/users/?page=2")


def test_a_filter_narrows_and_its_link_takes_it_away_again():
    filtered = listing("?state=on&page=2")
    active, other = filtered.filters[0].options
    assert filtered.count == 4
    assert (active.active, active.url, active.count) == (True, "/users/", 4)
    assert (other.active, other.url, other.count) == (False, "/users/?state=off", None)
    assert filtered.previous_url == "/users/?state=on"


@pytest.mark.parametrize("query", ["?state=%00", "?state=unknown", "?page=abc", "?page=-1", "?page=99999", "?x=1"])
def test_odd_addresses_still_give_a_page(query: str):
    odd = listing(query)
    assert odd.items
    assert not odd.is_filtered


def test_many_pages_are_shortened_with_gaps():
    for number in range(40):
        get_user_model().objects.create(username=f"v{number}")
    numbers = [number for number, _, _ in listing("?page=10").page_links]
    assert numbers[0] == 1
    assert None in numbers
    assert [current for _, _, current in listing("?page=10").page_links].count(True) == 1
