"""Screens of recall: the form, and the certificate that follows it."""

import csv

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.core import formats
from cms.core.panels import site_of
from cms.editorial.recall.extent import Extent, extent_of
from cms.editorial.recall.forms import RecallForm
from cms.editorial.recall.models import Part, Recall
from cms.editorial.recall.permissions import READ, may_recall, sites_with
from cms.editorial.recall.recalling import RecallRefused, is_recallable, recall_page
from cms.editorial.recall.tasks import ask_channels

# More are counted, not named.
NAMED = 12


def edit_address(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


class RecallView(WagtailAdminTemplateMixin, TemplateView):
    """Stands at the address of Wagtail's “Unpublish”, so that nothing is taken down without a reason."""

    template_name = "recall/recall.html"
    page_title = gettext_lazy("Recall")
    header_icon = "download"

    @cached_property
    def page(self) -> Page:
        return get_object_or_404(Page, pk=self.kwargs["page_id"]).specific

    @cached_property
    def extent(self) -> Extent:
        return extent_of(self.page, self.request.user)

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": edit_address(self.page), "label": self.page.get_admin_display_title()},
            {"url": "", "label": self.page_title},
        ]

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not may_recall(request.user, self.page):
            raise PermissionDenied
        if not is_recallable(self.page):
            messages.info(request, _("This page is not published, so there is nothing to recall."))
            return redirect(edit_address(self.page))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            recall = recall_page(self.page, request.user, also=form.cleaned_data.get("also", ()), **form.terms())
        except RecallRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(edit_address(self.page))
        return redirect("recall_certificate", recall.pk)

    def make_form(self, data: dict | None = None) -> RecallForm:
        return RecallForm(data, doubtful=self.extent.doubtful)

    def get_context_data(self, **kwargs) -> dict:
        kwargs.setdefault("form", self.make_form())
        return super().get_context_data(page=self.page, **described(self.extent, self.request), **kwargs)


def described(extent: Extent, request: HttpRequest) -> dict:
    """What goes along, in the order of its importance. What lies on a site that the person does not know is counted
    by its site's name only."""
    live = sorted(extent.live, key=lambda page: (list(Part).index(extent.parts[page]), page.path))
    lines = [
        {
            "title": page.title,
            "part": extent.parts[page].label,
            "language": page.locale.get_display_name(),
            "site": site.site_name if (site := site_of(page)) else "",
        }
        for page in live[:NAMED]
    ]
    return {"lines": lines, "more": len(live) - len(lines), "count": len(live)}


def readable(request: HttpRequest) -> QuerySet[Recall]:
    """Of the person's own sites; those who see every site also those of sites that are no more."""
    if request.user.is_superuser:
        return Recall.objects.all()
    return Recall.objects.filter(site_id__in=sites_with(request.user, READ).values("pk"))


class RecallListView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "recall/list.html"
    page_title = gettext_lazy("Recalls")
    header_icon = "download"
    newest = 200

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not sites_with(request.user, READ).exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        recalls = (
            readable(self.request)
            .select_related("by")
            .annotate(waiting=Count("channels", filter=Q(channels__gone_at=None)))
        )
        return super().get_context_data(recalls=recalls[: self.newest], **kwargs)


class CertificateView(WagtailAdminTemplateMixin, TemplateView):
    """Each channel, and since when it has been gone from there. POST asks those again that still have it."""

    template_name = "recall/certificate.html"
    page_title = gettext_lazy("Certificate of recall")
    header_icon = "download"

    @cached_property
    def recall(self) -> Recall:
        return get_object_or_404(readable(self.request), pk=self.kwargs["recall_id"])

    def get_page_subtitle(self) -> str:
        return self.recall.title

    def get_template_names(self) -> list[str]:
        return ["recall/channels.html" if "lines" in self.request.GET else self.template_name]

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("recall_list"), "label": _("Recalls")},
            {"url": "", "label": self.recall.title},
        ]

    def get_context_data(self, **kwargs) -> dict:
        channels = list(self.recall.channels.select_related("recall"))
        pages = list(self.recall.pages.select_related("locale", "recall").prefetch_related("addresses"))
        chosen = next((page for page in pages if page.part == Part.CHOSEN), None)
        return super().get_context_data(
            recall=self.recall,
            channels=channels,
            pages=pages,
            waiting=sum(channel.gone_at is None for channel in channels),
            slowest=max((channel.seconds for channel in channels if channel.gone_at), default=None),
            draft=Page.objects.filter(pk=chosen.page_id, live=False).first() if chosen else None,
            **kwargs,
        )

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return certificate_csv(self.recall) if "csv" in request.GET else super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        ask_channels.enqueue(self.recall.pk)
        return redirect("recall_certificate", self.recall.pk)


def certificate_csv(recall: Recall) -> HttpResponse:
    """With a byte order mark, without which Excel takes Chinese for something else."""
    response = HttpResponse(
        "\N{ZERO WIDTH NO-BREAK SPACE}",
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="recall-{recall.pk}.csv"'},
    )
    lines = csv.writer(response)
    lines.writerow([_("Recalled at"), _("Channel"), _("Address"), _("Answer"), _("Gone since"), _("Seconds")])
    for channel in recall.channels.select_related("recall"):
        times = [formats.second(time) for time in (recall.created_at, channel.gone_at)]
        lines.writerow([times[0], channel.get_kind_display(), channel.url, channel.answer, times[1], channel.seconds])
    return response
