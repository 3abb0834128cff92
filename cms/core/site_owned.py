"""Models that belong to one site, and the admin that keeps them there."""

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.forms import ModelForm
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import NullAdminURLFinder
from wagtail.models import Site
from wagtail.permission_policies.sites import SitePermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.core.references import ReferenceForm
from cms.core.scoped_views import ANY_ACTION, NothingToChoose, ScopedChooserViews, ScopedView, ScopedViews


class SiteOwned(models.Model):
    """Belongs to one site; who may see or change it is decided by GroupSitePermission rows."""

    site = models.ForeignKey(
        Site, verbose_name=_("Site"), on_delete=models.CASCADE, related_name="+", help_text=_("Where it is shown.")
    )

    base_form_class = ReferenceForm

    class Meta:
        abstract = True


class PersonOwned(models.Model):
    """Belongs to one person and is nobody else's business; a site that it points at only says where it holds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("User"), related_name="+")

    class Meta:
        abstract = True


class SiteScopedView(ScopedView):
    """Offers in the form only the sites the user may act on, and fills in the only one."""

    @cached_property
    def _permitted_sites(self) -> QuerySet[Site]:
        policy = policy_registry.get_by_type(self.model)
        return policy.sites_user_has_any_permission_for(self.request.user, ANY_ACTION)

    def get_form(self, *args, **kwargs) -> ModelForm:
        form = super().get_form(*args, **kwargs)
        if "site" in getattr(form, "fields", {}):
            form.fields["site"].queryset = self._permitted_sites
            if len(self._permitted_sites) == 1:
                form.fields["site"].initial = self._permitted_sites[0]
        return form


class SiteOwnedChooserViewSet(ScopedChooserViews, SnippetChooserViewSet):
    view_mixin = SiteScopedView


class NothingToChooseViewSet(NothingToChoose, SiteOwnedChooserViewSet):
    pass


class SiteOwnedViewSet(ScopedViews, SnippetViewSet):
    """Snippet admin for a SiteOwned model; register it with `register_snippet`.

    Permissions come from GroupSitePermission rows, which provisioning writes; another site's object answers 404.
    """

    view_mixin = SiteScopedView
    chooser_viewset_class = SiteOwnedChooserViewSet


class SiteReportViewSet(SiteOwnedViewSet):
    """Only a report: the model's rows are neither made nor changed by hand."""

    report_view_class: type
    chooser_viewset_class = NothingToChooseViewSet
    # Wagtail (8.0) takes for granted that every snippet has a form, and wherever something lists what refers to it,
    # as the usage of a site does, it fails for those that have none. This can go when Wagtail knows such snippets.
    url_finder_class = NullAdminURLFinder

    def get_urlpatterns(self) -> list[URLPattern]:
        names = {
            "index_url_name": self.get_url_name("list"),
            "index_results_url_name": self.get_url_name("list_results"),
        }
        view = self.report_view_class
        return [
            path("", self.construct_view(view, **names), name="list"),
            path("results/", self.construct_view(view, results_only=True, **names), name="list_results"),
        ]


def register_site_permissions(*models: type[SiteOwned]) -> None:
    """Call at the top of the app's wagtail_hooks.py: snippets' own start-up would register a policy without sites."""
    for model in models:
        register_permission_policy(model, SitePermissionPolicy(model))
