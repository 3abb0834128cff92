"""Follows the changes for every subscription.

Not as tasks: the log says what is to be done and each subscription how far it is, so a program that is killed leaves
nothing undone, thousands of changes are one delivery, and a receiver that does not answer keeps no other work waiting.
"""

import logging
import time
from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor

from django.db import close_old_connections, connection

from cms.publications.models import LogRow
from cms.publications.reading import end_of_log
from cms.tv.changes import Cursor
from cms.tv.webhooks import signing
from cms.tv.webhooks.composing import Message, compose
from cms.tv.webhooks.models import Delivery, Subscription
from cms.tv.webhooks.sending import Outcome, post

# Between two looks at the log.
POLL_SECONDS = 0.25
AT_ONCE = 8
# Nothing goes out that its receiver could not tell from a forgery.
UNSIGNED = Outcome(None, "Not sent: there is no secret to sign it with.", 0)

logger = logging.getLogger(__name__)


def run(is_stopping: Callable[[], bool]) -> None:
    """Until told to stop; what is under way is finished."""
    under_way: dict[int, Future] = {}
    with ThreadPoolExecutor(AT_ONCE, "webhook") as pool:
        while not is_stopping():
            close_old_connections()
            under_way = {number: future for number, future in under_way.items() if not future.done()}
            try:
                # Only as many as are begun now: what waits for a thread would outlive its lease.
                for subscription in _take_due(AT_ONCE - len(under_way), under_way):
                    under_way[subscription.pk] = pool.submit(_in_thread, subscription)
            except Exception:
                logger.exception("Webhooks could not be looked at; they are in the next round")
            time.sleep(POLL_SECONDS)


def deliver_due() -> int:
    """One batch for each that is due, one after the other; returns how many those were."""
    taken = _take_due()
    for subscription in taken:
        deliver(subscription)
    return len(taken)


def _take_due(room: int | None = None, under_way: Collection[int] = ()) -> list[Subscription]:
    """Those that have waited longest, and none that is under way, however long ago its lease ended."""
    end = end_of_log()
    due = Subscription.objects.due(end).exclude(pk__in=under_way).select_related("consumer")
    return [one for one in due.order_by("taken_until")[:room] if Subscription.objects.take(one, end)]


def _in_thread(subscription: Subscription) -> None:
    try:
        deliver(subscription)
    except Exception:
        logger.exception("Webhook %s could not be served; it is tried again", subscription.pk)
    finally:
        connection.close()


def deliver(subscription: Subscription) -> None:
    """The next batch, if there is any. No transaction is open while the receiver is asked."""
    end = end_of_log()
    message = compose(subscription, Cursor.parse(subscription.cursor))
    if not message.changes:
        subscription.succeed(message.until, end, message.has_more)
        return
    outcome = _send(subscription, message)
    if outcome.is_taken:
        subscription.succeed(message.until, end, message.has_more)
    elif outcome.status == 410:
        subscription.end()
    elif outcome is UNSIGNED:
        subscription.pause_unsigned()
    else:
        subscription.fail()


def send_again(delivery: Delivery) -> Outcome:
    """The same stretch of the log once more, as it is now; the subscription's own cursor stays where it is."""
    after, until = Cursor.parse(delivery.after), Cursor.parse(delivery.until)
    rows = LogRow.objects.filter(cursor__gt=after.number, cursor__lte=until.number).count()
    message = compose(delivery.subscription, after, max(rows, 1))
    return _send(delivery.subscription, message, is_replay=True)


def _send(subscription: Subscription, message: Message, is_replay: bool = False) -> Outcome:
    body, number = message.body(), message.number
    outcome = UNSIGNED
    if secrets := subscription.secrets():
        outcome = post(subscription.url, body, signing.headers(number, int(time.time()), body, secrets))
    Delivery.objects.create(
        subscription=subscription,
        message=number,
        body=body.decode(),
        after=str(message.after),
        until=str(message.until),
        status=outcome.status,
        answer=outcome.answer,
        milliseconds=outcome.milliseconds,
        is_replay=is_replay,
    )
    return outcome
