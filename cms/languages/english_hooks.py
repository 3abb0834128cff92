"""English in the admin: addresses, notices, the report's menu item and the panel on the first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Locale, Page

from cms.blocks.languages import ENGLISH
from cms.languages import english_views as views
from cms.languages.english_report import EnglishReportView, pages_of_user
from cms.languages.english_state import State, chinese_with_state, obstacles, unfinished, with_english
from cms.languages.snippet_rows import SnippetRows

# Before wagtail-localize's, whose orders are 0.
FIRST = -10
PANEL_LENGTH = 8


@hooks.register("register_admin_urls", order=FIRST)
def english_urls() -> list[URLPattern]:
    """Those below localize/ take the place of wagtail-localize's, which ask for no permission or fail on bad input."""
    translation = "localize/translate/<int:translation_id>"
    rows = "localize/api/snippets/<slug:app_label>/<slug:model_name>/"
    return [
        path("languages/english/", EnglishReportView.as_view(), name="english_report"),
        path("languages/english/results/", EnglishReportView.as_view(results_only=True), name="english_report_results"),
        path("languages/english/<int:page_id>/confirm/", views.ConfirmView.as_view(), name="english_confirm"),
        path("languages/english/<int:page_id>/hand-in/", views.HandInView.as_view(), name="english_hand_in"),
        path("localize/submit/page/<int:page_id>/", views.BeginView.as_view(), name="english_begin"),
        path("localize/update/<int:translation_source_id>/", views.UpdateView.as_view()),
        path(f"{translation}/machine_translate/", views.MachineTranslateView.as_view()),
        path(f"{translation}/pofile/download/", views.DownloadView.as_view()),
        path(f"{translation}/pofile/upload/", views.UploadView.as_view()),
        path(f"{translation}/disable/", views.NotForEnglishView.as_view()),
        path("localize/page/<int:page_id>/convert_to_alias/", views.NoAliasView.as_view()),
        path(rows, SnippetRows.as_view({"get": "list"})),
        path(f"{rows}<str:pk>/", SnippetRows.as_view({"get": "retrieve"})),
        path("localize/reports/translations/", EnglishReportView.as_view()),
        path("localize/reports/translations/results/", EnglishReportView.as_view(results_only=True)),
    ]


@hooks.register("before_edit_page", order=FIRST)
def guard_and_tell(request: HttpRequest, page: Page) -> HttpResponse | None:
    if page.locale.language_code == ENGLISH.code:
        return _guard(request, page) if request.method == "POST" else _tell_translator(request, page)
    if request.method == "GET" and page.locale == Locale.get_default():
        _tell_author(request, page)
    return None


def _guard(request: HttpRequest, page: Page) -> HttpResponse | None:
    """wagtail-localize's button publishes; here pages are handed in, and only whole ones."""
    if request.POST.get("action") != "publish":
        return None
    if not (reasons := obstacles(page)):
        return redirect("english_hand_in", page.pk)
    messages.error(request, " ".join([_("Not handed in; everything that was translated is kept."), *reasons]))
    return redirect(request.path)


def _tell_translator(request: HttpRequest, page: Page) -> None:
    chinese = chinese_with_state(page)
    if chinese is None or page.workflow_in_progress:
        return
    open_sentences = unfinished(chinese)
    told = [*open_sentences]
    if page.live and chinese.state == State.BEHIND:
        told.insert(0, _("The Chinese page has changed since; readers see what was published here last."))
        told += [] if open_sentences else [_("No new sentences have come: look at the page and hand it in again.")]
    elif not page.live and not open_sentences:
        told.append(_("Everything is translated: the page can be handed in for review."))
    buttons = []
    if chinese.unconfirmed:
        buttons.append(messages.button(reverse("english_confirm", args=[page.pk]), _("Read and confirm")))
    if not open_sentences:
        buttons.append(messages.button(reverse("english_hand_in", args=[page.pk]), _("Hand in for review")))
    if told:
        tell = messages.warning if open_sentences else messages.info
        tell(request, " ".join(told), buttons=buttons)


def _tell_author(request: HttpRequest, page: Page) -> None:
    chinese = with_english(Page.objects.filter(pk=page.pk)).get()
    if chinese.state == State.BEHIND:
        button = messages.button(reverse("wagtailadmin_pages:edit", args=[chinese.english_id]), _("Edit in English"))
        messages.info(request, _("The English page is behind this one."), buttons=[button])


@hooks.register("register_reports_menu_item")
def report_menu_item() -> MenuItem:
    return MenuItem(gettext_lazy("English"), reverse("english_report"), name="english", icon_name="globe", order=650)


@hooks.register("construct_reports_menu")
def hide_unlimited_report(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """wagtail-localize's own report shows every county's translations to everybody."""
    address = reverse("wagtail_localize:translations_report")
    menu_items[:] = [item for item in menu_items if item.url != address]


class BehindPanel(Component):
    """English pages that are behind, of the sites that the user may edit."""

    name = "english_behind"
    template_name = "languages/english_panel.html"
    order = 280

    def get_context_data(self, parent_context: dict) -> dict:
        behind = with_english(pages_of_user(parent_context["request"].user)).filter(state=State.BEHIND)
        return {"pages": behind.order_by("source_as_of")[:PANEL_LENGTH], "count": behind.count()}


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(BehindPanel())
