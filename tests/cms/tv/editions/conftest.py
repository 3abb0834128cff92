from datetime import time

import pytest
from wagtail.models import Locale

from cms.tv.editions.models import Channel, Row, Rundown


@pytest.fixture
def channel(family) -> Channel:
    return Channel.objects.create(code="enshi-tv", name="恩施电视")


@pytest.fixture
def rundown(channel) -> Rundown:
    return Rundown.objects.create(channel=channel, title="晚间", starts_at=time(18), ends_at=time(18, 30))


@pytest.fixture
def row(rundown):
    """Puts a page at the end of the rundown."""

    def add(page, **values) -> Row:
        order = rundown.rows.count()
        return Row.objects.create(
            rundown=rundown, order=order, locale=page.locale, item_key=page.translation_key, **values
        )

    return add


@pytest.fixture
def chinese(family) -> Locale:
    return family.lichuan.root_page.locale
