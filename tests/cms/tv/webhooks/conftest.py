import pytest

from cms.tv.webhooks.models import Subscription
from tests.cms.tv.webhooks.receiver import Receiver
from tests.factories.consumers import ConsumerFactory


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def subscription(db, receiver) -> Subscription:
    subscription = Subscription(consumer=ConsumerFactory(), url=receiver.url)
    receiver.secret = subscription.new_secret()
    subscription.save()
    return subscription
