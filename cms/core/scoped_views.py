"""The admin of snippets, limited to the rows that Wagtail's permission registry gives a person.

Wagtail's snippet views ask only whether a user may act on *some* instance, and its choosers ask nothing at all
(wagtail 8.0, admin/views/generic/permissions.py and chooser.py), so every view of a viewset is wrapped once, here.
"""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model, QuerySet
from django.http import Http404
from django.urls import URLPattern
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

ANY_ACTION = {"add", "change", "delete", "view", "choose"}


class ScopedView:
    """Limits a generic view's listings, objects and choices to the rows the user may see."""

    def _permitted(self, queryset: QuerySet) -> QuerySet:
        # A history view lists log entries, whose object has been looked at in `get_object`.
        if not issubclass(queryset.model, self.model):
            return queryset
        policy = policy_registry.get_by_type(self.model)
        return queryset.filter(
            pk__in=policy.instances_user_has_any_permission_for(self.request.user, ANY_ACTION).values("pk")
        )

    def get_base_queryset(self) -> QuerySet:
        return self._permitted(super().get_base_queryset())

    def get_object_list(self) -> QuerySet:
        return self._permitted(super().get_object_list())

    def get_objects(self, pks) -> QuerySet:
        return self._permitted(super().get_objects(pks))

    def get_object(self, *args, **kwargs) -> Model:
        """Raises Http404 for another site's object: its existence is nobody else's business."""
        found = super().get_object(*args, **kwargs)
        if found is None or not found.pk or self._permitted(self.model._default_manager.filter(pk=found.pk)).exists():
            return found
        raise Http404


class ScopedViews:
    """Mixin for viewsets: wraps every view that the viewset constructs, also those that a later Wagtail adds."""

    view_mixin = ScopedView

    def construct_view(self, view_class: type, **kwargs):
        scoped = type(f"Scoped{view_class.__name__}", (self.view_mixin, view_class), {})
        return super().construct_view(scoped, **kwargs)


class ScopedChooserViews(ScopedViews):
    """Mixin for choosers. They choose: what is missing is made in the snippet's own form.

    Wagtail (8.0, admin/views/generic/chooser.py) has an address for a form in the dialogue also where there is no such
    form, and fails there with an error 500. This can go when the address comes with the form only.
    """

    def get_urlpatterns(self) -> list[URLPattern]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


class NothingToChoose:
    """Mixin for choosers of what nothing points at."""

    def get_urlpatterns(self) -> list[URLPattern]:
        return []


class SharedPolicy(ModelPermissionPolicy):
    """Everybody in the admin may choose; the other actions need the model's own permission."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        if action == "choose":
            return user.has_perm("wagtailadmin.access_admin")
        return super().user_has_permission(user, action)

    def user_has_any_permission(self, user: AbstractBaseUser, actions: set[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class SharedChooserViewSet(ScopedChooserViews, SnippetChooserViewSet):
    pass


class SharedViewSet(ScopedViews, SnippetViewSet):
    """Snippet admin for words that all sites share: whoever holds the permission keeps them, everybody may choose."""

    chooser_viewset_class = SharedChooserViewSet


def register_shared(*models: type[Model]) -> None:
    """Call at the top of the app's wagtail_hooks.py: snippets' own start-up would register another policy."""
    for model in models:
        register_permission_policy(model, SharedPolicy(model))


def is_shared(model: type[Model]) -> bool:
    """Whether all sites share the model's rows."""
    return isinstance(getattr(model, "snippet_viewset", None), SharedViewSet)
