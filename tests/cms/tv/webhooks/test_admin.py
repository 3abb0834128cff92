"""The desk of webhooks."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.tv.webhooks.delivering import deliver_due
from cms.tv.webhooks.models import Subscription
from tests.cms.tv.test_desk import client_of, somebody
from tests.factories.consumers import ConsumerFactory


@pytest.fixture
def client(family):
    return client_of(somebody(family.prefecture, "add_subscription", "change_subscription", "view_subscription"))


def test_an_address_is_entered_and_what_it_gets_is_signed_with_the_secret_that_was_shown(page, client, receiver):
    values = {"consumer": ConsumerFactory().pk, "url": receiver.url, "all_sites": "on", "active": "on"}
    answer = client.post(reverse("tv_webhooks:add"), values).content.decode()
    receiver.secret = re.search(r'value="(whsec_[^"]+)"', answer)[1]
    deliver_due()
    assert list(receiver.held.values()) == ["峡谷晨雾"]
    (subscription,) = Subscription.objects.all()
    assert receiver.secret not in str(vars(subscription))
    text = client.get(reverse("tv_webhooks:inspect", args=[subscription.pk])).content.decode()
    assert subscription.deliveries.get().message in text and receiver.secret not in text


def test_either_all_sites_are_chosen_or_some(family, client, receiver):
    values = {"consumer": ConsumerFactory().pk, "url": receiver.url, "active": "on"}
    client.post(reverse("tv_webhooks:add"), values)
    client.post(reverse("tv_webhooks:add"), values | {"all_sites": "on", "sites": [family.lichuan.pk]})
    assert not Subscription.objects.exists()
    client.post(reverse("tv_webhooks:add"), values | {"sites": [family.lichuan.pk]})
    assert list(Subscription.objects.get().sites.all()) == [family.lichuan]


def test_one_delivery_or_all_since_a_time_are_sent_again(page, client, subscription, receiver):
    deliver_due()
    url = reverse("tv_webhooks:inspect", args=[subscription.pk])
    client.post(url, {"delivery": subscription.deliveries.get().pk})
    assert len(receiver.bodies) == 2
    client.post(url, {"action": "since", "since": "2020-01-01 00:00"})
    deliver_due()
    assert len(receiver.bodies) == 3
    assert client.post(url, {"action": "since", "since": ""}).status_code == 200
    assert deliver_due() == 0


def test_a_new_secret_signs_beside_the_old_one(page, client, subscription, receiver):
    answer = client.post(reverse("tv_webhooks:inspect", args=[subscription.pk]), {"action": "secret"}).content.decode()
    deliver_due()
    receiver.secret = re.search(r'value="(whsec_[^"]+)"', answer)[1]
    client.post(reverse("tv_webhooks:inspect", args=[subscription.pk]), {"delivery": subscription.deliveries.get().pk})
    assert receiver.forged == [] and len(receiver.bodies) == 2


def test_a_pause_is_told_on_the_start_page_and_can_be_ended(page, client, subscription):
    url = reverse("tv_webhooks:index")
    home = reverse("wagtailadmin_home")
    assert f'<a href="{url}">' not in client.get(home).content.decode()
    Subscription.objects.update(paused_at=timezone.now())
    assert f'<a href="{url}">' in client.get(home).content.decode()
    client.post(reverse("tv_webhooks:inspect", args=[subscription.pk]), {"action": "resume"})
    assert not Subscription.objects.paused().exists()
