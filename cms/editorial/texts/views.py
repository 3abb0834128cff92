"""A list as a file: download, upload, look at what would change, confirm.

The checked lines travel signed in the confirmation form, so nothing is stored before.
"""

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Site
from wagtail.permissions import policy_registry

from cms.editorial.texts import csv_file
from cms.editorial.texts.models import Term

SECONDS_TO_CONFIRM = 3600
# Whoever may do all this to single entries may do it with a file.
NEEDED = ("add", "change", "delete")


def writable_sites(user: AbstractBaseUser) -> QuerySet[Site]:
    policy = policy_registry.get_by_type(Term)
    sites = Site.objects.order_by("root_page__path")
    for action in NEEDED:
        sites = sites.filter(pk__in=policy.sites_user_has_permission_for(user, action).values("pk"))
    return sites


class SiteForm(forms.Form):
    site = forms.ModelChoiceField(label=gettext_lazy("Site"), queryset=Site.objects.none(), empty_label=None)

    def __init__(self, *args, sites: QuerySet[Site], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites


class UploadForm(SiteForm):
    file = forms.FileField(label=gettext_lazy("CSV file"), help_text=gettext_lazy("UTF-8 or GBK, at most 2 MB."))
    removes_missing = forms.BooleanField(
        label=gettext_lazy("The file is the whole list: take out what it does not hold"), required=False
    )


class PermittedMixin:
    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.sites = writable_sites(request.user)
        if not self.sites:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class FileView(PermittedMixin, WagtailAdminTemplateMixin, TemplateView):
    template_name = "texts/file.html"
    page_title = gettext_lazy("The list as a file")
    header_icon = "table"

    def get_breadcrumbs_items(self) -> list[dict]:
        address = reverse(Term.snippet_viewset.get_url_name("list"))
        return [
            *super().get_breadcrumbs_items(),
            {"url": address, "label": Term._meta.verbose_name_plural},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs) -> dict:
        columns = {
            "columns": csv_file.COLUMNS.values(),
            "kinds": csv_file.KINDS.values(),
            "severities": csv_file.SEVERITIES.values(),
        }
        form = UploadForm(sites=self.sites)
        return super().get_context_data(**{"form": form, "sites": self.sites, **columns, **kwargs})

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if "lines" in request.POST:
            return self.confirm(request.POST["lines"])
        form = UploadForm(request.POST, request.FILES, sites=self.sites)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        site, removes_missing = form.cleaned_data["site"], form.cleaned_data["removes_missing"]
        try:
            # One byte more than allowed is enough to know; a huge upload is never read into memory.
            lines = csv_file.read(form.cleaned_data["file"].read(csv_file.MAX_BYTES + 1))
        except csv_file.UnreadableFile as error:
            form.add_error("file", str(error))
            return self.render_to_response(self.get_context_data(form=form))
        plan = csv_file.check(lines, site, removes_missing)
        signed = ""
        if plan.can_be_carried_out:
            signed = signing.dumps([site.pk, removes_missing, lines], salt=self.salt, compress=True)
        return self.render_to_response(self.get_context_data(plan=plan, signed=signed, form=form))

    @property
    def salt(self) -> str:
        """Binds the checked lines to one person."""
        return f"cms.editorial.texts.file.{self.request.user.pk}"

    def confirm(self, signed: str) -> HttpResponse:
        try:
            site_id, removes_missing, lines = signing.loads(signed, salt=self.salt, max_age=SECONDS_TO_CONFIRM)
        except signing.BadSignature:
            messages.error(self.request, _("This preview has expired. Upload the file again."))
            return redirect("texts_file")
        site = self.sites.filter(pk=site_id).first()
        if site is None:
            raise Http404
        # Checked again, because somebody may have changed the list since the preview.
        plan = csv_file.check([tuple(line) for line in lines], site, removes_missing)
        if plan.problems:
            return self.render_to_response(self.get_context_data(plan=plan))
        plan.carry_out()
        counts = {"added": len(plan.added), "changed": len(plan.changed), "removed": len(plan.removed)}
        messages.success(self.request, _("%(added)s entries added, %(changed)s changed, %(removed)s removed.") % counts)
        return redirect(Term.snippet_viewset.get_url_name("list"))


class DownloadView(PermittedMixin, View):
    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = SiteForm(request.GET, sites=self.sites)
        if not form.is_valid():
            raise Http404
        site = form.cleaned_data["site"]
        return HttpResponse(
            csv_file.write(Term.objects.filter(site=site)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="words-{site.root_page.slug}.csv"'},
        )
