"""Choosers and the admin's own API, limited to what the person may choose."""

from django.db.models import QuerySet
from rest_framework.authentication import SessionAuthentication
from wagtail.admin.api.serializers import AdminPageSerializer, PageAncestorsField
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.views.chooser import ImageChooseView
from wagtail.models import Page

from sites.isolation.owners import visible
from sites.isolation.scope import scope_of
from sites.isolation.tags import popular_tags


class ImageChoices(ImageChooseView):
    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"popular_tags": popular_tags(self.model, self.request.user)}


class _OwnFiles:
    """Mixin: Wagtail's lists the files of everybody (wagtail 8.0, images/api/v2/views.py)."""

    # As for pages: without it nobody is signed in here.
    authentication_classes = (SessionAuthentication,)

    def get_queryset(self) -> QuerySet:
        return visible(self.model, self.request.user).order_by("id")


class OwnImages(_OwnFiles, ImagesAdminAPIViewSet):
    pass


class OwnDocuments(_OwnFiles, DocumentsAdminAPIViewSet):
    pass


class OwnAncestorsField(PageAncestorsField):
    """Without the pages above the own home page."""

    def to_representation(self, page: Page) -> list[dict]:
        above = scope_of(self.context["request"].user).numbers_above
        return [each for each in super().to_representation(page) if each["id"] not in above]


class OwnPageSerializer(AdminPageSerializer):
    ancestors = OwnAncestorsField(read_only=True)


class OwnPages(PagesAdminAPIViewSet):
    base_serializer_class = OwnPageSerializer


def limit_admin_api(router: WagtailAPIRouter) -> None:
    """For `construct_admin_api`: takes the places of Wagtail's three."""
    router.register_endpoint("pages", OwnPages)
    router.register_endpoint("images", OwnImages)
    router.register_endpoint("documents", OwnDocuments)
