"""Admin views for English. Several stand in for wagtail-localize's own at the same address (see `english_hooks`).

A page that the user may not edit answers 404 in all of them.
"""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation, TranslationSource
from wagtail_localize.views import edit_translation

from cms.blocks.languages import ENGLISH
from cms.core.handing_in import hand_in
from cms.languages.english import begin, english_of, save_draft, write
from cms.languages.english_po import MAX_BYTES, UnusablePo, export_page, import_page, read
from cms.languages.english_state import machine_made, obstacles
from cms.languages.machine import TranslatorError
from cms.languages.tree import source_of


def edit_address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


class PermittedPageMixin:
    """`chinese` and `english`, the two pages of this address; the user may edit the first, and the second if there."""

    def find_page(self) -> Page:
        """Any of the two."""
        return get_object_or_404(Page, pk=self.kwargs["page_id"])

    @cached_property
    def chinese(self) -> Page | None:
        return source_of(self.find_page())

    @cached_property
    def english(self) -> Page | None:
        return english_of(self.chinese)

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        pages = [self.chinese, self.chinese and self.english]
        if not self.chinese or not all(page.permissions_for_user(request.user).can_edit() for page in pages if page):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class PageScreen(PermittedPageMixin, WagtailAdminTemplateMixin, TemplateView):
    """A screen of its own about one page."""

    def get_breadcrumbs_items(self) -> list[dict]:
        page = self.english or self.chinese
        return [
            *super().get_breadcrumbs_items(),
            {"url": edit_address(page), "label": page.get_admin_display_title()},
            {"url": "", "label": self.page_title},
        ]


class TranslationMixin(PermittedPageMixin):
    def find_page(self) -> Page:
        source, locale = self.translation.source, self.translation.target_locale_id
        return get_object_or_404(Page, translation_key=source.object_id, locale=locale)

    @cached_property
    def translation(self) -> Translation:
        return get_object_or_404(Translation, pk=self.kwargs["translation_id"])


class BeginView(PermissionRequiredMixin, PageScreen):
    """Asks, then makes the English draft of one page. Whole trees are the business of a command."""

    permission_required = "wagtail_localize.submit_translation"
    raise_exception = True
    template_name = "languages/english_begin.html"
    page_title = gettext_lazy("Translate into English")
    header_icon = "wagtail-localize-language"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.english:
            return redirect(edit_address(self.english))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(page=self.chinese, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.chinese.live:
            messages.error(request, _("Publish the Chinese page first: what is translated is what readers see."))
            return redirect(edit_address(self.chinese))
        return redirect(edit_address(begin(self.chinese)))


class HandInView(PageScreen):
    """The way of an English page to its readers: its sentences as they are now go into review."""

    template_name = "languages/english_hand_in.html"
    page_title = gettext_lazy("Hand in for review")
    header_icon = "upload"

    def find_page(self) -> Page:
        page = super().find_page()
        if page.locale.language_code != ENGLISH.code:
            raise Http404
        return page

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(english=self.english, reasons=obstacles(self.english), **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        page = self.english.specific
        if reasons := obstacles(page):
            messages.error(request, " ".join([_("Not handed in; everything that was translated is kept."), *reasons]))
            return redirect(edit_address(page))
        try:
            with transaction.atomic():
                if not page.workflow_in_progress:
                    save_draft(page, request.user)
                hand_in(Page.objects.get(pk=page.pk), request.user)
        except (PermissionDenied, ValidationError) as error:
            messages.error(request, " ".join(error.messages if isinstance(error, ValidationError) else [str(error)]))
        else:
            messages.success(request, _("The English page has been handed in for review."))
        return redirect(edit_address(page))


class UpdateView(PermittedPageMixin, View):
    """Publishing the Chinese page has updated the sentences already."""

    def find_page(self) -> Page:
        source = get_object_or_404(TranslationSource, pk=self.kwargs["translation_source_id"])
        return get_object_or_404(Page, translation_key=source.object_id, locale=source.locale_id)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        messages.info(request, _("The sentences follow the Chinese page by themselves whenever it is published."))
        return redirect(edit_address(self.english or self.chinese))

    post = get


class MachineTranslateView(TranslationMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return edit_translation.machine_translate(request, self.translation.pk)
        except TranslatorError as error:
            messages.error(request, str(error))
            return redirect(edit_address(self.english))


class DownloadView(TranslationMixin, View):
    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return HttpResponse(
            str(export_page(self.chinese)),
            content_type="text/x-gettext-translation; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{self.chinese.slug}-en.po"'},
        )


class UploadView(TranslationMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        upload = request.FILES.get("file")
        try:
            if upload is None:
                raise UnusablePo(_("Choose a file first."))
            # One byte more than allowed is enough to know; a huge upload is never read into memory.
            outcome = import_page(read(upload.read(MAX_BYTES + 1)), self.chinese, request.user)
        except UnusablePo as error:
            messages.error(request, str(error))
        else:
            tell = messages.warning if outcome.unknown or outcome.faulty else messages.success
            tell(request, str(outcome))
        return redirect(edit_address(self.english))


class NotForEnglishView(TranslationMixin, View):
    """What wagtail-localize offers and would put Chinese text below /en/."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        messages.error(request, _("English pages always follow a Chinese page. Unpublish or delete this one instead."))
        return redirect(edit_address(self.english or self.chinese))

    get = post


class NoAliasView(NotForEnglishView):
    def find_page(self) -> Page:
        return get_object_or_404(Page, pk=self.kwargs["page_id"])


class ConfirmView(PageScreen):
    """The machine-made sentences of a page, for a person to correct and confirm one by one."""

    template_name = "languages/english_confirm.html"
    page_title = gettext_lazy("Confirm machine-made sentences")
    header_icon = "tick"

    @cached_property
    def waiting(self) -> list[StringSegment]:
        if not self.english:
            raise Http404
        return list(machine_made(self.chinese))

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(english=self.english, sentences=self.waiting, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        ticked = [segment for segment in self.waiting if str(segment.pk) in request.POST.getlist("confirmed")]
        texts = {segment: request.POST.get(f"english-{segment.pk}", "").strip() for segment in ticked}
        done = [write(segment, text, request.user) for segment, text in texts.items() if text]
        message = ngettext("%(count)s sentence confirmed.", "%(count)s sentences confirmed.", len(done))
        messages.success(request, message % {"count": len(done)})
        if faulty := sum(english.has_error for english in done):
            message = ngettext("%(count)s has an error.", "%(count)s have an error.", faulty)
            messages.warning(request, message % {"count": faulty})
        return redirect(edit_address(self.english))
