from django.http import Http404
from django.utils.functional import cached_property
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.api.v2.filters import SearchFilter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.api.validators import SiteFilterValidator
from wagtail.models import Page, PageQuerySet
from wagtail.search.query import PlainText

from cms.core.scope import pages_within
from cms.editorial.recall.gone import is_recalled


class PagesSearchFilter(SearchFilter):
    """Wagtail's, which fails for an operator that does not exist."""

    def filter_queryset(self, request: Request, queryset: PageQuerySet, view: PagesAPIViewSet) -> PageQuerySet:
        if request.GET.get("search_operator", "and").lower() not in PlainText.OPERATORS:
            raise BadRequestError("search_operator must be and or or")
        return super().filter_queryset(request, queryset, view)


class PagesViewSet(PagesAPIViewSet):
    """Wagtail's read-only pages API, with the same pages that the site's feeds and sitemap hold."""

    authentication_classes = []
    permission_classes = [AllowAny]
    renderer_classes = [JSONRenderer]
    filter_backends = [PagesSearchFilter if one is SearchFilter else one for one in PagesAPIViewSet.filter_backends]

    def detail_view(self, request: Request, pk: int) -> Response:
        """Who keeps a recalled page shall learn that it is gone for good reason and not only out of reach."""
        try:
            return super().detail_view(request, pk)
        except Http404:
            if is_recalled(pk):
                return Response({"message": "recalled: this page was withdrawn and must not be shown"}, status=410)
            raise

    @cached_property
    def base_queryset(self) -> PageQuerySet:
        """Live public pages of one site in all its languages, without those of sites nested in it."""
        try:
            site = SiteFilterValidator(site=self.request.GET.get("site"), request=self.request).site_obj
        except ValueError as error:
            raise BadRequestError(str(error)) from error
        homes = site.root_page.get_translations(inclusive=True)
        pages = Page.objects.live().public().filter(pk__in=[home.pk for home in homes])
        for home in homes:
            pages |= pages_within(home, nested=False)
        return pages

    def get_base_queryset(self) -> PageQuerySet:
        """Wagtail asks for it several times a request, and each time it costs four queries."""
        return self.base_queryset.all()

    def get_queryset(self) -> PageQuerySet:
        return super().get_queryset().select_related("locale")

    def paginate_queryset(self, queryset: PageQuerySet) -> list[Page]:
        pages = super().paginate_queryset(queryset)
        if "fields" in self.request.GET:  # may ask for what is found by way of the pages above
            attach_parents(pages)
        return pages

    def get_renderer_context(self) -> dict:
        """Wagtail asks for indentation, which doubles the bytes and rules out the fast encoder."""
        return {**super().get_renderer_context(), "indent": None}


def attach_parents(pages: list[Page]) -> None:
    """Loads the pages above all of these together, where `get_parent` would ask for each one."""
    paths = {page.path[:end] for page in pages for end in range(Page.steplen, len(page.path), Page.steplen)}
    above = {page.path: page for page in Page.objects.filter(path__in=paths).select_related("locale").specific()}
    for page in [*pages, *above.values()]:
        parent = above.get(page.path[: -Page.steplen])
        if parent:
            page._cached_parent_obj = parent
