"""Pages and their revisions, to read."""

from typing import Literal

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja.errors import HttpError
from ninja.pagination import paginate
from pydantic import PositiveInt
from wagtail.api.rich_text import RichTextOutputFormat
from wagtail.api.v3.pagination import WagtailLimitOffsetPagination
from wagtail.api.v3.routers.pages import PageDetailSchema, PageFilterSchema, PageRevisionDetailSchema
from wagtail.api.v3.schemas.pages import BASE_PAGE_READ_FIELDS
from wagtail.api.v3.schemas.params import APIFieldFilterSchema, OrderingSchema, RevisionFilterSchema, SearchSchema
from wagtail.api.v3.schemas.revisions import RevisionSchema
from wagtail.models import Page, PageQuerySet, Revision

from cms.api.v3.schemas import PageItem
from cms.api.v3.scope import readable_page, readable_pages
from cms.editorial.recall.gone import is_recalled

# Also what writes is added to it: two routers for one address would hide each other's methods.
router = Router(tags=["pages"])


class SitePageFilter(PageFilterSchema):
    """Relations to pages of other sites answer 404; `root` is the home page of the token's site."""

    @staticmethod
    def get_public_page(request: HttpRequest, page_id: int, loc: str) -> Page:
        return readable_page(request, page_id)

    @staticmethod
    def get_public_page_or_root(request: HttpRequest, page_id: int | Literal["root"], loc: str) -> Page:
        return request.token.site.root_page if page_id == "root" else readable_page(request, page_id)


PARAMETERS = {
    *(SitePageFilter.model_fields.keys() - {"site"}),
    *OrderingSchema.model_fields,
    *SearchSchema.model_fields,
    *WagtailLimitOffsetPagination.Input.model_fields,
}


@router.get("/", response=list[PageItem], url_name="list_pages", operation_id="pages_list", summary="List pages")
@paginate(WagtailLimitOffsetPagination, pass_parameter="pagination_info")  # noqa: S106 - not a password
def list_pages(
    request: HttpRequest,
    filters: SitePageFilter = Query(...),
    ordering: OrderingSchema = Query(...),
    search: SearchSchema = Query(...),
    **kwargs,
) -> QuerySet[Page]:
    """Filters by what the pages' fields are called need one `type`."""
    model = filters.type[0] if len(filters.type) == 1 else Page
    queryset = readable_pages(request, model)
    by_field = APIFieldFilterSchema(
        raw_params=request.GET, base_fields=BASE_PAGE_READ_FIELDS, ignore_fields=set(PARAMETERS)
    )
    refuse_unknown(request, queryset, by_field)
    queryset = by_field.filter_queryset(filters.filter(queryset, request))
    queryset = ordering.order_queryset(queryset, kwargs["pagination_info"], base_fields=BASE_PAGE_READ_FIELDS)
    return search.search_queryset(request, queryset)


def refuse_unknown(request: HttpRequest, queryset: PageQuerySet, by_field: APIFieldFilterSchema) -> None:
    """Wagtail's list answers everything when a filter is misspelled."""
    unknown = request.GET.keys() - PARAMETERS - set(by_field.get_validated_fields(queryset))
    if unknown:
        names = ", ".join(sorted(unknown))
        raise HttpError(400, _("There are no such parameters: %(names)s") % {"names": names})


@router.get("/find/", url_name="find_page", operation_id="pages_find", summary="Find page", response={302: None})
def find_page(request: HttpRequest, id: PositiveInt | None = None, html_path: str = "") -> HttpResponseRedirect:
    """By its number or by its path on the token's site, which may begin with a language."""
    pages = readable_pages(request)
    page = get_object_or_404(pages, pk=id) if id else get_object_or_404(pages, url_path=url_path(request, html_path))
    return redirect("wagtailapi_v3:detail_page", page_id=page.pk)


def url_path(request: HttpRequest, html_path: str) -> str:
    language, _slash, rest = html_path.strip("/").partition("/")
    if language not in dict(settings.LANGUAGES):
        language, rest = settings.LANGUAGE_CODE, html_path.strip("/")
    homes = request.token.site.root_page.get_translations(inclusive=True)
    home = homes.filter(locale__language_code=language).first()
    if not html_path or home is None:
        raise Http404("No Page matches the given query.")
    return f"{home.url_path}{rest}/" if rest else home.url_path


@router.get(
    "/{page_id}/", response=PageDetailSchema, url_name="detail_page", operation_id="pages_detail", summary="Page detail"
)
def get_page(
    request: HttpRequest,
    page_id: int,
    version: Literal["live", "draft"] = Query("live"),
    rich_text_format: RichTextOutputFormat | None = Query(None),
) -> Page:
    page = readable_page(request, page_id)
    if version == "live" and is_recalled(page_id):
        raise HttpError(410, _("This page was recalled. Its draft is what is left of it: ask for version=draft."))
    return page.get_latest_revision_as_object() if version == "draft" else page.specific


@router.get(
    "/{page_id}/revisions/",
    response=list[RevisionSchema],
    url_name="list_page_revisions",
    operation_id="pages_revisions_list",
    summary="List page revisions",
)
@paginate(WagtailLimitOffsetPagination)
def list_page_revisions(
    request: HttpRequest, page_id: int, filters: RevisionFilterSchema = Query(...), **kwargs
) -> QuerySet[Revision]:
    return filters.filter(revisions(request, page_id).order_by("-created_at", "-id"))


@router.get(
    "/{page_id}/revisions/{revision_id}/",
    response=PageRevisionDetailSchema,
    url_name="detail_page_revision",
    operation_id="pages_revisions_detail",
    summary="Page revision detail",
)
def get_page_revision(request: HttpRequest, page_id: int, revision_id: PositiveInt) -> Revision:
    found = revisions(request, page_id).select_related("content_type", "base_content_type")
    return get_object_or_404(found, pk=revision_id)


def revisions(request: HttpRequest, page_id: int) -> QuerySet[Revision]:
    page = readable_page(request, page_id).specific
    rights = page.permissions_for_user(request.user)
    if not (rights.can_publish() or rights.can_edit()):
        raise PermissionDenied
    return page.revisions.all()
