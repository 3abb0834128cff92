"""Factories for demonstration units."""

import factory

from cms.core.mixins import ColumnType
from cms.pages.units.models import SmartCampusPage, SmartVillagePage, UnitIndexPage
from tests.factories.pages import BasePageFactory, ColumnFactory


class UnitIndexPageFactory(ColumnFactory):
    title = "智慧单位"
    column_type = ColumnType.OVERVIEW

    class Meta:
        model = UnitIndexPage


class UnitPageFactory(BasePageFactory):
    source = "示例教育部门"

    class Meta:
        abstract = True


class SmartCampusPageFactory(UnitPageFactory):
    title = factory.Sequence(lambda number: f"示例小学{number}")

    class Meta:
        model = SmartCampusPage


class SmartVillagePageFactory(UnitPageFactory):
    title = factory.Sequence(lambda number: f"示例村{number}")

    class Meta:
        model = SmartVillagePage
