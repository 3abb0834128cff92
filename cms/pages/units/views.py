"""Admin views of the CSV import. The checked rows travel signed in the confirmation form, so nothing is stored."""

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.pages.units import csv_import
from cms.pages.units.kinds import Kind, Level
from cms.pages.units.models import UnitIndexPage

SECONDS_TO_CONFIRM = 3600


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV file"), help_text=gettext_lazy("UTF-8 or GBK, at most 2 MB and 1000 rows.")
    )


def may_import(user, index: UnitIndexPage) -> bool:
    return index.permissions_for_user(user).can_add_subpage()


class PermittedIndexMixin:
    """An index below which the user may not add pages answers 404: it is nobody else's business that it exists."""

    @cached_property
    def index(self) -> UnitIndexPage:
        index = get_object_or_404(UnitIndexPage, pk=self.kwargs["index_id"])
        if not may_import(self.request.user, index):
            raise Http404
        return index

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.index  # noqa: B018 - checks the permission before anything else
        return super().dispatch(request, *args, **kwargs)


class ImportView(PermittedIndexMixin, WagtailAdminTemplateMixin, TemplateView):
    """Upload, look at what would happen, confirm."""

    template_name = "units/admin/import.html"
    page_title = gettext_lazy("Import units")
    header_icon = "upload"

    def get_breadcrumbs_items(self) -> list[dict]:
        explorer = reverse("wagtailadmin_explore", args=[self.index.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": explorer, "label": self.index.get_admin_display_title()},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs) -> dict:
        columns = {"columns": csv_import.COLUMNS, "kinds": Kind.labels, "levels": Level.labels}
        return super().get_context_data(**{"index": self.index, "form": UploadForm(), **columns, **kwargs})

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if "rows" in request.POST:
            return self.confirm(request.POST["rows"])
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        upload = form.cleaned_data["file"]
        try:
            # One byte more than allowed is enough to know; a huge upload is never read into memory.
            rows = csv_import.read(upload.read(csv_import.MAX_BYTES + 1))
        except csv_import.UnreadableFile as error:
            form.add_error("file", str(error))
            return self.render_to_response(self.get_context_data(form=form))
        plan = csv_import.check(rows, self.index)
        signed = signing.dumps(rows, salt=self.salt, compress=True) if plan.can_be_imported else ""
        return self.render_to_response(self.get_context_data(plan=plan, signed=signed, file_name=upload.name))

    @property
    def salt(self) -> str:
        """Binds checked rows to one index and one user."""
        return f"cms.pages.units.import.{self.index.pk}.{self.request.user.pk}"

    def confirm(self, signed_rows: str) -> HttpResponse:
        try:
            rows = signing.loads(signed_rows, salt=self.salt, max_age=SECONDS_TO_CONFIRM)
        except signing.BadSignature:
            messages.error(self.request, _("This preview has expired. Upload the file again."))
            return redirect("units_import", self.index.pk)
        # Checked again, because somebody may have added units since the preview.
        plan = csv_import.check(rows, self.index)
        if plan.problems:
            return self.render_to_response(self.get_context_data(plan=plan))
        csv_import.create_drafts(plan.units, self.index, self.request.user)
        counts = {"created": len(plan.units), "skipped": len(plan.duplicates)}
        messages.success(
            self.request, _("%(created)s units imported as drafts, %(skipped)s skipped as known already.") % counts
        )
        return redirect("wagtailadmin_explore", self.index.pk)


class ImportTemplateView(PermittedIndexMixin, View):
    """The empty CSV file with the headings."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return HttpResponse(
            csv_import.template_file(),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="units.csv"'},
        )
