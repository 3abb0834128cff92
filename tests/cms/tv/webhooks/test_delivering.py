"""What a receiver is told, in which order, and what happens when it does not listen."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone, translation
from wagtail.models import Site

from cms.core.release import shipped
from cms.publications.reading import end_of_log
from cms.tv.approving import approve
from cms.tv.webhooks import signing
from cms.tv.webhooks.delivering import deliver_due, send_again
from cms.tv.webhooks.models import LONGEST_PAUSE, PATIENCE, Subscription


def wait_over() -> None:
    """As if every pause were over."""
    Subscription.objects.update(next_at=timezone.now())


def follow_only(subscription: Subscription, *sites: Site) -> None:
    subscription.all_sites = False
    subscription.save()
    subscription.sites.set(sites)


def test_a_new_subscriber_is_told_everything_and_then_each_change(page, live, subscription, receiver):
    deliver_due()
    assert list(receiver.held.values()) == ["峡谷晨雾"]
    live(slug="second", title="云里的学校")
    deliver_due()
    assert list(receiver.held.values()) == ["峡谷晨雾", "云里的学校"]
    page.unpublish()
    deliver_due()
    assert list(receiver.held.values()) == ["云里的学校"]
    assert receiver.forged == []


def test_a_delivery_is_what_the_interface_answers(page, ask, subscription, receiver):
    deliver_due()
    (told,) = receiver.bodies
    answer = ask("/changes").json()
    assert told.pop("type") == "changes"
    assert told.pop("server_time") and answer.pop("server_time")
    assert [change["id"] for change in told["changes"]] == [change["id"] for change in answer["changes"]]
    assert told.keys() == answer.keys() and told["cursor"] == answer["cursor"]


def test_nothing_is_sent_where_nothing_has_changed(page, subscription, receiver):
    deliver_due()
    assert deliver_due() == 0
    wait_over()
    assert deliver_due() == 1
    assert len(receiver.bodies) == 1


def test_a_receiver_that_fails_at_random_ends_with_exactly_the_state(page, live, subscription, receiver, mirror):
    chance = random.Random(20)
    receiver.decide = lambda: chance.choice([204, 500, 302, 429])
    pages = [page]
    for number in range(24):
        if number % 3 == 2:
            chosen = pages.pop(chance.randrange(len(pages)))
            chosen.unpublish()
        else:
            pages.append(live(slug=f"page-{number}", title=f"第{number}条"))
        if chance.random() < 0.3 and pages:
            changed = pages[-1]
            changed.title += "（更新）"
            with shipped():
                changed.save_revision().publish()
            approve(changed, None)
        wait_over()
        deliver_due()
    receiver.decide = lambda: 204
    wait_over()
    while deliver_due():
        pass
    assert receiver.held == mirror.follow() and receiver.held
    assert receiver.forged == []
    assert subscription.deliveries.filter(status__gte=300).exists()


def test_what_is_tried_again_is_told_as_it_is_by_then(page, live, subscription, receiver):
    live(slug="other", title="另一条")
    receiver.decide = lambda: 503
    deliver_due()
    page.unpublish()
    receiver.decide = lambda: 204
    wait_over()
    deliver_due()
    assert "峡谷晨雾" not in str(receiver.bodies)
    assert list(receiver.held.values()) == ["另一条"]


def test_pauses_grow_and_after_three_days_nothing_is_sent_until_somebody_says_so(page, subscription, receiver):
    receiver.decide = lambda: 500
    pauses = []
    for _number in range(10):
        wait_over()
        before = timezone.now()
        deliver_due()
        subscription.refresh_from_db()
        pauses.append(subscription.next_at - before)
    assert timedelta(seconds=2) < pauses[0] < timedelta(seconds=6)
    assert LONGEST_PAUSE / 2 < pauses[-1] < LONGEST_PAUSE + timedelta(seconds=2)
    Subscription.objects.update(failing_since=timezone.now() - PATIENCE - timedelta(hours=1))
    wait_over()
    deliver_due()
    subscription.refresh_from_db()
    assert subscription.paused_at and subscription in Subscription.objects.paused()
    wait_over()
    assert deliver_due() == 0
    receiver.decide = lambda: 200
    subscription.send_again()
    deliver_due()
    assert list(receiver.held.values()) == ["峡谷晨雾"]


def test_a_receiver_that_is_gone_ends_the_subscription(page, subscription, receiver):
    receiver.decide = lambda: 410
    deliver_due()
    subscription.refresh_from_db()
    assert subscription.ended_at
    wait_over()
    assert deliver_due() == 0


def test_a_redirect_is_not_followed(page, subscription, receiver):
    receiver.decide = lambda: 307
    deliver_due()
    assert receiver.bodies == []
    assert subscription.deliveries.get().status == 307


def test_the_old_secret_signs_as_well_until_its_time_is_over(page, subscription, receiver):
    old = receiver.secret
    new = subscription.new_secret()
    subscription.save()
    deliver_due()
    assert receiver.bodies and receiver.secret == old
    subscription.old_secret_until = timezone.now()
    assert subscription.secrets() == [new]
    assert signing.unseal("somebody's own invention") is None


def test_a_webhook_whose_sites_are_all_gone_is_told_nothing(page, live, family, subscription, receiver):
    follow_only(subscription, family.lichuan)
    family.lichuan.delete()
    deliver_due()
    assert receiver.bodies == []


@translation.override("en")
def test_what_cannot_be_signed_is_not_sent_and_the_screen_says_why(page, subscription, receiver, settings):
    settings.SECRET_KEY = "another one, and the old one is no fallback"
    deliver_due()
    subscription.refresh_from_db()
    assert subscription.paused_at and "secret" in str(subscription.state)
    assert not send_again(subscription.deliveries.get()).is_taken
    assert receiver.bodies == receiver.forged == []
    receiver.secret = subscription.new_secret()
    subscription.send_again()
    deliver_due()
    assert list(receiver.held.values()) == ["峡谷晨雾"] and receiver.forged == []


def test_one_site_is_told_of_its_own_and_that_a_page_has_left_it(page, live, family, subscription, receiver):
    follow_only(subscription, family.lichuan)
    deliver_due()
    assert list(receiver.held.values()) == ["峡谷晨雾"]
    with shipped():
        page.move(family.enshi.root_page, pos="last-child")
    deliver_due()
    assert receiver.held == {}
    page.refresh_from_db()
    page.unpublish()
    deliver_due()
    # The second change is of a site that it does not follow.
    assert len(receiver.bodies) == 2


def test_what_was_sent_can_be_sent_again_as_it_is_now(page, live, subscription, receiver):
    other = live(slug="other", title="另一条")
    deliver_due()
    first = subscription.deliveries.get()
    receiver.held.clear()
    assert send_again(first).is_taken
    assert set(receiver.held.values()) == {"峡谷晨雾", "另一条"}
    other.unpublish()
    deliver_due()
    receiver.held.clear()
    subscription.refresh_from_db()
    subscription.send_again(since=timezone.now() - timedelta(hours=1))
    while deliver_due():
        pass
    assert list(receiver.held.values()) == ["峡谷晨雾"]


def test_a_cursor_that_the_log_does_not_know_begins_anew(page, subscription, receiver):
    subscription.cursor = f"c_{end_of_log() + 100:08x}"
    subscription.save()
    deliver_due()
    assert list(receiver.held.values()) == ["峡谷晨雾"]


@pytest.mark.parametrize("switch", ["active", "consumer"])
def test_what_is_switched_off_is_told_nothing(page, subscription, receiver, switch):
    thing = subscription if switch == "active" else subscription.consumer
    thing.active = False
    thing.save()
    assert deliver_due() == 0
