from datetime import time, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from cms.tv.alerts.models import Alert
from cms.tv.editions.making import compile_channel
from cms.tv.editions.models import Channel, Edition, Row, Rundown
from cms.tv.screens.models import Screen


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()


@pytest.fixture
def channel(family) -> Channel:
    return Channel.objects.create(code="prefecture", name="恩施州频道")


@pytest.fixture
def edition(channel, page) -> Edition:
    rundown = Rundown.objects.create(channel=channel, title="全天", starts_at=time(0), ends_at=time(0))
    Row.objects.create(rundown=rundown, order=0, locale=page.locale, item_key=page.translation_key)
    return compile_channel(channel, None)


@pytest.fixture
def screen(family, channel):
    """Registers one: (its row, a function that reports)."""

    def make(code: str = "hall", site=None, **values):
        site = site or family.lichuan
        row = Screen(code=code, name=f"大厅 {code}", channel=channel, site_id=site.pk, **values)
        secret = row.issue_key()

        def report(key: str = secret, **told):
            body = {"edition": None, "alerts": [], "shown_at": timezone.localtime().isoformat()} | told
            return Client(SERVER_NAME="localhost").post(
                "/api/tv/v1/screens/report",
                body,
                content_type="application/json",
                headers={"authorization": f"Bearer {key}"},
            )

        return row, report

    return make


@pytest.fixture
def alert(family) -> Alert:
    now = timezone.now()
    return Alert.objects.create(
        site_id=family.prefecture.pk,
        areas=[family.prefecture.pk],
        event="暴雨",
        headline="暴雨橙色预警",
        identifier="a-1",
        sender="localhost",
        sent=now,
        effective=now,
        expires=now + timedelta(hours=6),
        severity="Severe",
    )


@pytest.fixture
def later(monkeypatch):
    """Moves the clock."""
    began = timezone.now()
    return lambda span: monkeypatch.setattr(timezone, "now", lambda: began + span)
