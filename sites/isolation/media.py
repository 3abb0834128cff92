"""Audio and video: wagtailmedia 0.19's listing and chooser, whose views are functions, written anew for own files.

Its chooser lists every collection and offers only what the person may change, as it knows no permission to choose. Here
it offers what the person sees, so that counties can use what the prefecture shares. Its templates stay.
"""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.auth import permission_denied
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.models import Collection
from wagtail.search.backends import get_search_backends
from wagtailmedia.forms import get_media_form
from wagtailmedia.models import AbstractMedia, get_media_model
from wagtailmedia.permissions import permission_policy
from wagtailmedia.utils import paginate
from wagtailmedia.views.chooser import get_media_json, get_ordering

from sites.isolation.labels import labels_for
from sites.isolation.owners import visible
from sites.isolation.scope import scope_of
from sites.isolation.tags import popular_tags

KINDS = ("audio", "video")


def _found(request: HttpRequest, files: QuerySet) -> tuple[QuerySet, dict]:
    """What the query asks for, and what the templates want to know about it."""
    collection = request.GET.get("collection_id", "")
    if collection.isdecimal():
        files = files.filter(collection=collection)
    if tag := request.GET.get("tag"):
        # Not as a join: the search could not filter by it.
        files = files.filter(pk__in=list(files.filter(tags__name=tag).values_list("pk", flat=True)))
    text = request.GET.get("q", "").strip()
    files = files.search(text) if text else files.order_by(get_ordering(request))
    paginator, page = paginate(request, files)
    _label(page, request.user)
    return page, {
        "media_files": page,
        "elided_page_range": paginator.get_elided_page_range(page.number),
        "ordering": get_ordering(request),
        "is_searching": bool(text),
        "query_string": text,
        "current_tag": tag,
    }


def _label(files: Iterable[AbstractMedia], user: AbstractBaseUser) -> None:
    """The templates show the collection's name: for people who see several sites, the site's before it."""
    labels = labels_for(user)
    for media in files if labels else ():
        parts = dict.fromkeys([labels.of(media), media.collection.name])
        media.collection.name = " › ".join(part for part in parts if part)


def _several(collections: QuerySet[Collection]) -> QuerySet[Collection] | None:
    return collections if len(collections) > 1 else None


def index(request: HttpRequest) -> HttpResponse:
    user = request.user
    if not permission_policy.user_has_any_permission(user, ["add", "change", "delete"]):
        return permission_denied(request)
    own = permission_policy.instances_user_has_any_permission_for(user, ["change", "delete"])
    _page, context = _found(request, own.select_related("collection"))
    context |= {
        "collections": _several(permission_policy.collections_user_has_any_permission_for(user, ["add", "change"])),
        "popular_tags": popular_tags(get_media_model(), user),
        "search_form": SearchForm(request.GET if "q" in request.GET else None, placeholder=_("Search media")),
        "user_can_add": permission_policy.user_has_permission(user, "add"),
    }
    is_part = request.headers.get("x-requested-with") == "XMLHttpRequest"
    return render(request, f"wagtailmedia/media/{'results' if is_part else 'index'}.html", context)


def chooser(request: HttpRequest, media_type: str | None = None) -> HttpResponse:
    if request.GET.keys() & {"q", "p", "tag", "collection_id"}:
        _page, context = _choices(request, media_type)
        return render(request, "wagtailmedia/chooser/results.html", context)
    may_add = permission_policy.user_has_permission(request.user, "add")
    kinds = [kind for kind in KINDS if may_add and media_type in (None, kind)]
    return _dialog(request, media_type, {kind: _upload_form(request, kind) for kind in kinds})


def _choices(request: HttpRequest, media_type: str | None) -> tuple[QuerySet, dict]:
    files = visible(get_media_model(), request.user).select_related("collection")
    for hook in hooks.get_hooks("construct_media_chooser_queryset"):
        files = hook(files, request)
    if media_type:
        files = files.filter(type=media_type)
    page, context = _found(request, files)
    address = (
        reverse("wagtailmedia:chooser_typed", args=[media_type]) if media_type else reverse("wagtailmedia:chooser")
    )
    return page, context | {
        "media_type": media_type,
        "chooser_url": address,
        "collections": _several(scope_of(request.user).choosable_collections),
    }


def _dialog(request: HttpRequest, media_type: str | None, uploadforms: dict[str, ModelForm]) -> JsonResponse:
    titles = {"audio": _("Choose audio"), "video": _("Choose video"), None: _("Choose a media item")}
    _page, context = _choices(request, media_type)
    context |= {
        "searchform": SearchForm(),
        "uploadforms": uploadforms,
        "popular_tags": popular_tags(get_media_model(), request.user),
        "title": titles[media_type],
        "icon": f"wagtailmedia-{media_type}" if media_type else "media",
    }
    data = {"step": "chooser", "tag_autocomplete_url": reverse("wagtailadmin_tag_autocomplete")}
    return render_modal_workflow(request, "wagtailmedia/chooser/chooser.html", None, context, json_data=data)


def _upload_form(request: HttpRequest, kind: str) -> ModelForm:
    model = get_media_model()
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    instance = model(uploaded_by_user=request.user, type=kind)
    return get_media_form(model)(*data, user=request.user, prefix="media-chooser-upload", instance=instance)


def media_chosen(request: HttpRequest, media_id: int) -> JsonResponse:
    """Raises Http404 for another site's file."""
    return _chosen(request, get_object_or_404(visible(get_media_model(), request.user), pk=media_id))


def _chosen(request: HttpRequest, media: AbstractMedia) -> JsonResponse:
    data = {"step": "media_chosen", "result": get_media_json(media)}
    return render_modal_workflow(request, None, None, None, json_data=data)


def chooser_upload(request: HttpRequest, media_type: str) -> HttpResponse:
    if not permission_policy.user_has_permission(request.user, "add"):
        return permission_denied(request)
    if request.method != "POST":
        raise Http404
    form = _upload_form(request, media_type)
    if not form.is_valid():
        return _dialog(request, media_type, {media_type: form})
    media = form.save()
    for backend in get_search_backends():
        backend.add(media)  # again, now that it has its tags
    return _chosen(request, media)
