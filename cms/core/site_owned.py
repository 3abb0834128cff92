"""Models that belong to one site, and the admin that keeps them there.

Wagtail's snippet views ask only whether a user may act on *some* instance (wagtail 8.0,
admin/views/generic/permissions.py), so every view of a site-owned model is wrapped once, here.
"""

from django.db import models
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site
from wagtail.permission_policies.sites import SitePermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

ANY_ACTION = {"add", "change", "delete", "view"}


class SiteOwned(models.Model):
    """Belongs to one site; who may see or change it is decided by GroupSitePermission rows."""

    site = models.ForeignKey(
        Site, verbose_name=_("Site"), on_delete=models.CASCADE, related_name="+", help_text=_("Where it is shown.")
    )

    class Meta:
        abstract = True


class SiteScopedView:
    """Limits a generic view's listings, objects and form choices to the sites the user may act on."""

    @property
    def _policy(self) -> SitePermissionPolicy:
        return policy_registry.get_by_type(self.model)

    @cached_property
    def _permitted_sites(self) -> QuerySet[Site]:
        return self._policy.sites_user_has_any_permission_for(self.request.user, ANY_ACTION)

    def _permitted(self, queryset: QuerySet) -> QuerySet:
        return queryset.filter(site__in=self._permitted_sites)

    def get_base_queryset(self) -> QuerySet:
        return self._permitted(super().get_base_queryset())

    def get_object_list(self) -> QuerySet:
        return self._permitted(super().get_object_list())

    def get_objects(self, pks) -> QuerySet:
        return self._permitted(super().get_objects(pks))

    def get_object(self, *args, **kwargs) -> Model:
        """Raises Http404 for another site's object: its existence is nobody else's business."""
        found = super().get_object(*args, **kwargs)
        if found is not None and found.pk and found.site_id not in {site.pk for site in self._permitted_sites}:
            raise Http404
        return found

    def get_form(self, *args, **kwargs) -> ModelForm:
        form = super().get_form(*args, **kwargs)
        if "site" in getattr(form, "fields", {}):
            form.fields["site"].queryset = self._permitted_sites
            if len(self._permitted_sites) == 1:
                form.fields["site"].initial = self._permitted_sites[0]
        return form


class _ScopedViews:
    def construct_view(self, view_class: type, **kwargs):
        scoped = type(f"SiteScoped{view_class.__name__}", (SiteScopedView, view_class), {})
        return super().construct_view(scoped, **kwargs)


class SiteOwnedChooserViewSet(_ScopedViews, SnippetChooserViewSet):
    pass


class SiteOwnedViewSet(_ScopedViews, SnippetViewSet):
    """Snippet admin for a SiteOwned model; register it with `register_snippet`.

    Permissions come from GroupSitePermission rows, which provisioning writes; another site's object answers 404.
    """

    chooser_viewset_class = SiteOwnedChooserViewSet


def register_site_permissions(*models: type[SiteOwned]) -> None:
    """Call at the top of the app's wagtail_hooks.py: snippets' own start-up would register a policy without sites."""
    for model in models:
        register_permission_policy(model, SitePermissionPolicy(model))
