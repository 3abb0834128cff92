"""Models that belong to one site, and the admin that keeps them there."""

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.forms import ModelForm
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site
from wagtail.permission_policies.sites import SitePermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.core.references import ReferenceForm
from cms.core.scoped_views import ANY_ACTION, ScopedView, ScopedViews


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


class _SiteScopedViews(ScopedViews):
    view_mixin = SiteScopedView


class SiteOwnedChooserViewSet(_SiteScopedViews, SnippetChooserViewSet):
    pass


class SiteOwnedViewSet(_SiteScopedViews, SnippetViewSet):
    """Snippet admin for a SiteOwned model; register it with `register_snippet`.

    Permissions come from GroupSitePermission rows, which provisioning writes; another site's object answers 404.
    """

    chooser_viewset_class = SiteOwnedChooserViewSet


def register_site_permissions(*models: type[SiteOwned]) -> None:
    """Call at the top of the app's wagtail_hooks.py: snippets' own start-up would register a policy without sites."""
    for model in models:
        register_permission_policy(model, SitePermissionPolicy(model))
