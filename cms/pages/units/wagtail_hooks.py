from collections.abc import Iterator

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.pages.units.models import UnitIndexPage
from cms.pages.units.views import ImportTemplateView, ImportView, may_import


@hooks.register("register_admin_urls")
def import_urls() -> list[URLPattern]:
    return [
        path("units/<int:index_id>/import/", ImportView.as_view(), name="units_import"),
        path("units/<int:index_id>/import/units.csv", ImportTemplateView.as_view(), name="units_import_template"),
    ]


@hooks.register("register_page_header_buttons")
def import_button(page: Page, user, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(page, UnitIndexPage) and may_import(user, page):
        yield Button(_("Import units"), reverse("units_import", args=[page.pk]), icon_name="upload", priority=16)


@hooks.register("register_page_listing_more_buttons")
def import_listing_button(page: Page, user, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(page, UnitIndexPage) and may_import(user, page):
        yield Button(_("Import units"), reverse("units_import", args=[page.pk]), icon_name="upload", priority=25)
