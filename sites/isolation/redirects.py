"""Redirects of the own site. Wagtail knows only the permission to handle all of them (wagtail 8.0)."""

from urllib.parse import urlsplit

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.forms import ConfirmImportForm, RedirectForm
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.views import CreateView, DeleteView, EditView, IndexView
from wagtail.models import Site

from cms.core.references import ReferenceFormMixin
from sites.isolation.owners import may_see, narrow
from sites.isolation.scope import Scope, scope_of


def require_own_site(form: forms.BaseForm, scope: Scope) -> None:
    """Only the prefecture may redirect an address of all sites at once."""
    if scope.unrestricted:
        return
    field = form.fields["site"]
    field.queryset = scope.sites
    field.required = True
    field.empty_label = None
    field.initial = scope.sites.first()


class OwnRedirectForm(ReferenceFormMixin, RedirectForm):
    """The address has to be one of the chosen site, the page one that the author may use."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        require_own_site(self, scope_of(self.for_user))

    def clean(self) -> dict | None:
        data = super().clean()
        site: Site | None = self.cleaned_data.get("site")
        host = urlsplit(self.cleaned_data.get("old_path", "")).hostname
        if site and host and host != site.hostname:
            self.add_error("old_path", _("This is an address of %(host)s, not of the chosen site.") % {"host": host})
        return data


class OwnConfirmImportForm(ConfirmImportForm):
    def __init__(self, headers: list[str], *args, scope: Scope, **kwargs) -> None:
        super().__init__(headers, *args, **kwargs)
        require_own_site(self, scope)


class RedirectListing(IndexView):
    def get_base_queryset(self) -> QuerySet:
        return narrow(super().get_base_queryset(), self.request.user)


class _OwnRedirect:
    """Mixin: raises Http404 for another site's redirect and for those of all sites."""

    def get_object(self, *args, **kwargs) -> Redirect:
        found = super().get_object(*args, **kwargs)
        if not may_see(self.request.user, found):
            raise Http404
        return found


class RedirectCreation(CreateView):
    form_class = OwnRedirectForm


class RedirectEditing(_OwnRedirect, EditView):
    form_class = OwnRedirectForm


class RedirectDeletion(_OwnRedirect, DeleteView):
    pass
