"""Images and documents: choosers and the admin's own API, limited to what the person may choose."""

from django.db.models import QuerySet
from rest_framework.authentication import SessionAuthentication
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.views.chooser import ImageChooseView

from sites.isolation.owners import visible
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


def limit_admin_api(router: WagtailAPIRouter) -> None:
    """For `construct_admin_api`: takes the places of Wagtail's two."""
    router.register_endpoint("images", OwnImages)
    router.register_endpoint("documents", OwnDocuments)
