"""Wagtail's views of pages and of collections' privacy, with choices of the own site only."""

from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View
from django.views.generic.edit import ModelFormMixin, ProcessFormView
from wagtail.admin.forms.collections import CollectionViewRestrictionForm
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.site_summary import PagesSummaryItem, SummaryItem
from wagtail.admin.ui.tables import Table
from wagtail.admin.ui.tables.pages import ParentPageColumn
from wagtail.admin.views.generic import BaseListingView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Collection, CollectionViewRestriction, Page
from wagtail.permissions import policy_registry

from cms.editorial.gate.privacy_view import GatedPrivacyView
from sites.isolation.narrowing import NarrowedForm, NarrowedListing, mixed
from sites.isolation.person import person_at_work
from sites.isolation.scope import scope_of


class PagePrivacyView(NarrowedForm, GatedPrivacyView):
    """Offers the own groups only."""


class OwnParentColumn(ParentPageColumn):
    """Empty for the own home page, which lies below the prefecture's."""

    def get_value(self, page: Page) -> Page | None:
        parent = super().get_value(page)
        return None if parent and parent.pk in scope_of(person_at_work()).numbers_above else parent


class OwnParents:
    """Mixin for listings of pages."""

    def get_table(self, object_list, **kwargs) -> Table:
        table = super().get_table(object_list, **kwargs)
        if old := table.columns.get("parent"):
            table.columns["parent"] = OwnParentColumn(old.name, label=old.label)
        return table


class OwnPagesSummaryItem(PagesSummaryItem):
    """On the admin's first page: the number of the own site's pages. Wagtail counts from the root of all trees."""

    def get_context_data(self, parent_context: dict) -> dict:
        context, scope = super().get_context_data(parent_context), scope_of(self.request.user)
        if scope.unrestricted or not scope.tenants:
            return context
        site = scope.tenants[0].site
        return {
            "root_page": site.root_page,
            "total_pages": scope.pages.count(),
            "site_name": context["site_name"] if len(scope.tenants) > 1 else site.site_name,
        }


def count_own_pages(request: HttpRequest, items: list[SummaryItem]) -> None:
    """For `construct_homepage_summary_items`."""
    items[:] = [OwnPagesSummaryItem(request) if isinstance(item, PagesSummaryItem) else item for item in items]


class OwnPagesViewSet(PageViewSet):
    """Takes the place of Wagtail's for all pages; its addresses are shared, so they cannot be exchanged one by one."""

    set_privacy_view_class = PagePrivacyView

    def construct_view(self, view_class: type[View], **kwargs) -> View:
        if issubclass(view_class, BaseListingView):
            view_class = mixed(view_class, (NarrowedListing, OwnParents))
        return super().construct_view(view_class, **kwargs)


class CollectionPrivacyView(NarrowedForm, ModelFormMixin, ProcessFormView):
    """wagtail.admin.views.collection_privacy.set_privacy, a function that offers everybody's groups, with the own ones.

    Raises Http404 for an unknown collection and PermissionDenied for one that the person may not change.
    """

    form_class = CollectionViewRestrictionForm

    def dispatch(self, request: HttpRequest, collection_id: int) -> HttpResponse:
        self.collection = get_object_or_404(Collection, pk=collection_id)
        policy = policy_registry.get_by_type(Collection)
        if not policy.user_has_permission_for_instance(request.user, "change", self.collection):
            raise PermissionDenied
        self.object = self.collection.get_view_restrictions().order_by("collection__depth").first()
        if self.object and self.object.collection != self.collection:
            context = {"collection_with_restriction": self.object.collection}
            return render_modal_workflow(
                request, "wagtailadmin/collection_privacy/ancestor_privacy.html", None, context
            )
        return super().dispatch(request, collection_id)

    def get_initial(self) -> dict[str, str]:
        return {} if self.object else {"restriction_type": CollectionViewRestriction.NONE}

    def form_valid(self, form: ModelForm) -> JsonResponse:
        is_public = form.cleaned_data["restriction_type"] == CollectionViewRestriction.NONE
        if not is_public:
            form.instance.collection = self.collection
            form.save()
        elif self.object:
            self.object.delete()
        data = {"step": "set_privacy_done", "is_public": is_public}
        return render_modal_workflow(self.request, None, None, None, json_data=data)

    def render_to_response(self, context: dict, **kwargs) -> JsonResponse:
        context["action_url"] = reverse("wagtailadmin_collections:set_privacy", args=[self.collection.pk])
        context["object"] = self.collection
        data = {"step": "set_privacy"}
        return render_modal_workflow(
            self.request, "wagtailadmin/shared/set_privacy.html", None, context, json_data=data
        )
