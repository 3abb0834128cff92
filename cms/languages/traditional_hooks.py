"""The admin of pages in traditional characters: they are corrected, never edited, and follow their source."""

from collections.abc import Iterator

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from cms.core.scripts import TRADITIONAL
from cms.languages.correction import CorrectionView, may_correct
from cms.languages.following import UNPUBLISHED_WITH_SOURCE
from cms.languages.lock_report import ChangedLocksView
from cms.languages.tree import source_of

# Ours are asked before wagtail-localize's.
FIRST = -10


@hooks.register("register_admin_urls", order=FIRST)
def traditional_urls() -> list[URLPattern]:
    return [
        path("traditional/<int:page_id>/", CorrectionView.as_view(), name="languages_correction"),
        path("reports/changed-locks/", ChangedLocksView.as_view(), name="languages_changed_locks"),
    ]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def correction_button(
    page: Page, user: AbstractBaseUser, view_name: str = "", next_url: str | None = None
) -> Iterator[Button]:
    source = source_of(page) if not page.is_root() else None
    if may_correct(user, source):
        address = reverse("languages_correction", args=[source.pk])
        yield Button(_("Traditional characters"), address, icon_name="openquote", priority=62)


@hooks.register("register_reports_menu_item")
def changed_locks_menu_item() -> MenuItem:
    return MenuItem(
        gettext_lazy("Changed locked sentences"), reverse("languages_changed_locks"), icon_name="lock", order=1200
    )


@hooks.register("before_edit_page", order=FIRST)
def correct_instead_of_editing(request: HttpRequest, page: Page) -> HttpResponse | None:
    if page.locale.language_code != TRADITIONAL:
        return None
    return redirect("languages_correction", page.pk)


@hooks.register("before_delete_page", order=FIRST)
@hooks.register("before_unpublish_page", order=FIRST)
@hooks.register("before_copy_page", order=FIRST)
@hooks.register("before_convert_alias_page", order=FIRST)
@hooks.register("before_create_page", order=FIRST)
def leave_to_the_source(request: HttpRequest, page: Page, *args: object) -> HttpResponse | None:
    """Also asked with the page below which another is to be created."""
    return _refusal(request, [page])


@hooks.register("before_move_page", order=FIRST)
def stay_in_the_language(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    return _refusal(request, [page, destination])


@hooks.register("before_bulk_action", order=FIRST)
def leave_many_to_their_source(
    request: HttpRequest, action_type: str, objects: list, action: object
) -> HttpResponse | None:
    return _refusal(request, [each for each in objects if isinstance(each, Page)])


def _refusal(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    derived = next((page for page in pages if page.locale.language_code == TRADITIONAL), None)
    if derived is None:
        return None
    messages.error(
        request, _("Pages in traditional characters follow the simplified ones: make the change there, please.")
    )
    return redirect("wagtailadmin_explore", derived.get_parent().pk)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        UNPUBLISHED_WITH_SOURCE,
        gettext_lazy("Unpublish with the source"),
        gettext_lazy("Taken off together with the Chinese page"),
    )
