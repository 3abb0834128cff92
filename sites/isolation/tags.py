"""Tags: what another county calls its files is its own business."""

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Model
from django.http import Http404, HttpRequest, JsonResponse
from taggit.models import Tag, TagBase, TaggedItem

from sites.isolation.owners import visible

# As many as Wagtail offers.
POPULAR = 10
SUGGESTED = 10


def popular_tags(model: type[Model], user: AbstractBaseUser) -> list[Tag]:
    """The tags most used on those files of a kind that the person sees."""
    tagged = TaggedItem.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=visible(model, user).values("pk")
    )
    counts = tagged.values("tag").annotate(uses=Count("pk")).order_by("-uses", "tag__name")[:POPULAR]
    numbers = [row["tag"] for row in counts]
    tags = Tag.objects.in_bulk(numbers)
    return [tags[number] for number in numbers]


def autocomplete(request: HttpRequest, app_name: str = "taggit", model_name: str = "tag") -> JsonResponse:
    """Takes the place of wagtail.admin.views.tags.autocomplete, which offers all tags of the installation.

    Raises Http404 for a model that is no tag.
    """
    try:
        model = ContentType.objects.get_by_natural_key(app_name, model_name).model_class()
    except ContentType.DoesNotExist as missing:
        raise Http404 from missing
    if model is None or not issubclass(model, TagBase):
        raise Http404
    term = request.GET.get("term")
    tags = visible(model, request.user).filter(name__istartswith=term) if term else model.objects.none()
    return JsonResponse(list(tags.order_by("name").values_list("name", flat=True)[:SUGGESTED]), safe=False)
