"""Factories for scenic spots."""

import datetime
from decimal import Decimal

import factory

from cms.core.mixins import ColumnType
from cms.pages.scenic.models import ScenicIndexPage, ScenicSpotPage
from tests.factories.pages import BasePageFactory, ColumnFactory

ALL_YEAR = {
    "name": "",
    "starts": "01-01",
    "ends": "12-31",
    "slots": [
        {
            "days": ["1", "2", "3", "4", "5", "6", "7"],
            "opens": datetime.time(8),
            "closes": datetime.time(17),
            "last_admission": datetime.time(16),
        }
    ],
}


class ScenicIndexPageFactory(ColumnFactory):
    title = "景区"
    column_type = ColumnType.OVERVIEW

    class Meta:
        model = ScenicIndexPage


class ScenicSpotPageFactory(BasePageFactory):
    title = factory.Sequence(lambda number: f"示例景区{number}")
    source = "示例文旅部门"
    latitude = Decimal("30.440000")
    longitude = Decimal("109.190000")
    opening_hours = [("season", ALL_YEAR)]

    class Meta:
        model = ScenicSpotPage
