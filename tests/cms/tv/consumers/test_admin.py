"""The desk of consumers."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.tv.consumers.counting import counts
from cms.tv.consumers.models import Consumer, HourlyCount
from tests.cms.tv.consumers.test_keys import bearer
from tests.cms.tv.test_desk import client_of, somebody
from tests.cms.tv.two_steps import takes_two_steps


@pytest.fixture
def client(family):
    return client_of(somebody(family.prefecture, "add_consumer", "change_consumer", "view_consumer"))


def test_a_consumer_is_entered_and_gets_a_key_that_is_shown_once(client, ask, closed):
    values = {
        "name": "大厅屏",
        "contact": "值班台",
        "active": "on",
        "per_minute": 60,
        "origins": "https://tv.example.cn",
    }
    page = client.post(reverse("tv_consumers:add"), values)
    consumer = Consumer.objects.get()
    assert consumer.created_by is not None and page.url == reverse("tv_consumers:inspect", args=[consumer.pk])
    answer = client.post(page.url, {"action": "rotate", "days": 0})
    secret = re.search(r'value="(yst_[^"]+)"', answer.content.decode())[1]
    assert ask("/sites", **bearer(secret)).status_code == 200
    assert secret not in client.get(page.url).content.decode()


@pytest.mark.parametrize("origins", ["tv.example.cn", "https://tv.example.cn/path", "ftp://tv.example.cn"])
def test_an_origin_is_one(client, origins):
    values = {"name": "大厅屏", "contact": "值班台", "per_minute": 60, "origins": origins}
    assert client.post(reverse("tv_consumers:add"), values).status_code == 200
    assert not Consumer.objects.exists()


def test_a_key_is_revoked(client, consumer, secret):
    key = consumer.keys.get()
    url = reverse("tv_consumers:inspect", args=[consumer.pk])
    assert takes_two_steps(client.get(url).content.decode(), f'name="key" value="{key.pk}"')
    client.post(url, {"action": "revoke", "key": key.pk})
    key.refresh_from_db()
    assert key.ended_at is not None
    assert client.post(url, {"action": "revoke", "key": "x"}).status_code == 404


def test_what_was_asked_in_the_last_day_is_shown(client, ask, consumer, secret):
    ask("/sites", **bearer(secret))
    ask("/sites?wrong=1", **bearer(secret))
    counts.write()
    old = timezone.now() - timedelta(days=2)
    HourlyCount.objects.create(hour=old, consumer=consumer, operation="items", status=200, requests=7777)
    text = client.get(reverse("tv_consumers:inspect", args=[consumer.pk])).content.decode()
    assert "<td>sites</td>" in text and "<td>422</td>" in text and "7777" not in text
    (row,) = client.get(reverse("tv_consumers:index")).context["object_list"]
    assert row.asked == 2 and row.last_used_at is not None


def test_who_may_only_look_makes_no_keys(family, consumer):
    client = client_of(somebody(family.prefecture, "view_consumer"))
    url = reverse("tv_consumers:inspect", args=[consumer.pk])
    assert client.get(url).status_code == 200
    client.post(url, {"action": "rotate", "days": 0})
    assert not consumer.keys.exists()


def test_nobody_else_gets_in(family, consumer):
    assert client_of(somebody(family.prefecture, "approve_item")).get(reverse("tv_consumers:index")).status_code == 302
    county = client_of(somebody(family.lichuan, "view_consumer"))
    assert county.get(reverse("tv_consumers:index")).status_code == 404
    assert county.get(reverse("tv_consumers:inspect", args=[consumer.pk])).status_code == 404
