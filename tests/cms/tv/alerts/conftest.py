from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from cms.sitewide.models import SiteIdentity
from cms.tv.alerts.issuing import issue
from cms.tv.alerts.models import Alert, Draft
from cms.tv.editions.models import Channel
from tests.factories.users import UserFactory

CODES = {"prefecture": "422800", "lichuan": "422802", "enshi": "422801"}


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()


@pytest.fixture
def places(family):
    for name, code in CODES.items():
        site = getattr(family, name)
        names = {"division_code": code, "full_name": site.site_name, "name_en": name.title()}
        SiteIdentity.objects.update_or_create(site=site, defaults=names)
    return family


@pytest.fixture
def officer(db):
    return UserFactory(is_superuser=True)


@pytest.fixture
def draft(places, officer) -> Callable[..., Draft]:
    """Of the prefecture for all of it, unless `site` and `areas` say otherwise."""

    def make(**values) -> Draft:
        site = values.pop("site", places.prefecture)
        values = {
            "event": "暴雨",
            "headline": "暴雨黄色预警",
            "description": "未来三小时有强降雨。",
            "instruction": "请远离河道。",
            "areas": [site.pk],
            "expires": timezone.now().replace(microsecond=0) + timedelta(hours=6),
        } | values
        return Draft.objects.create(site_id=site.pk, by=officer, **values)

    return make


@pytest.fixture
def issued(draft, officer) -> Callable[..., Alert]:
    return lambda **values: issue(draft(**values), officer, "气象台通知")


@pytest.fixture
def later(monkeypatch) -> Callable[[timedelta], None]:
    """Moves the clock."""
    began = timezone.now()
    return lambda span: monkeypatch.setattr(timezone, "now", lambda: began + span)


@pytest.fixture
def editions_channel(family) -> Channel:
    return Channel.objects.create(code="prefecture", name="恩施州频道")
