"""The sizes in which pictures appear on the sites, by name; templates know nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model
from wagtail.images.models import Filter

from cms.media.models import Image, Rendition

T = TypeVar("T", bound=Model)


@dataclass(frozen=True)
class PictureSize:
    operations: tuple[str, ...]
    # The HTML attribute: how wide the picture is on the page.
    sizes: str = ""
    formats: tuple[str, ...] = ("webp", "jpeg")

    def specs(self, image_format: str) -> list[str]:
        return [f"{operation}|format-{image_format}" for operation in self.operations]

    @property
    def all_specs(self) -> list[str]:
        return [spec for image_format in self.formats for spec in self.specs(image_format)]


SIZES = {
    "card": PictureSize(("fill-400x225", "fill-800x450"), "(min-width: 64em) 25rem, (min-width: 40em) 50vw, 100vw"),
    "hero": PictureSize(("fill-800x450", "fill-1280x720", "fill-1600x900"), "100vw"),
    "body": PictureSize(("width-480", "width-800", "width-1200"), "(min-width: 48em) 45rem, 100vw"),
    "square": PictureSize(("fill-160x160", "fill-320x320"), "10rem"),
    "poster": PictureSize(("fill-400x600",)),
    "og": PictureSize(("fill-1200x630",), formats=("jpeg",)),
}


def renditions_of(image: Image, size: PictureSize) -> dict[str, Rendition]:
    """Renditions by filter spec, from `prefetch_pictures`, the cache or the database; made now if there are none."""
    held = getattr(image, "picture_renditions", {})
    if all(spec in held for spec in size.all_specs):
        return held
    return image.get_renditions(*size.all_specs)


def prefetch_pictures(pages: Iterable[T], field: str = "lead_image", size: str = "card") -> list[T]:
    """The pages as a list, their pictures and these pictures' renditions loaded together.

    At most one query for the pictures, one more for renditions that are not in the cache. Pages may differ in type,
    with or without the field.
    """
    pages = list(pages)
    ids = {image_id for page in pages if (image_id := getattr(page, f"{field}_id", None))}
    if not ids:
        return pages
    # Pictures that came along with select_related need no second look.
    states = (getattr(page, "_state", None) for page in pages)
    images = {image.pk: image for state in states if state and (image := state.fields_cache.get(field))}
    if missing := ids - images.keys():
        images |= Image.objects.in_bulk(missing)
    _attach_renditions(images, SIZES[size].all_specs)
    for page in pages:
        if image := images.get(getattr(page, f"{field}_id", None)):
            setattr(page, field, image)
    return pages


def _attach_renditions(images: dict[int, Image], specs: list[str]) -> None:
    """Sets `picture_renditions`; an image whose renditions are incomplete simply gets fewer of them."""
    keys = {}
    for image in images.values():
        image.picture_renditions = {}
        for spec in specs:
            focal_point_key = Filter(spec).get_cache_key(image)
            keys[Rendition.construct_cache_key(image, focal_point_key, spec)] = (
                image.pk,
                spec,
                focal_point_key,
            )

    cached = Rendition.cache_backend.get_many(keys)
    found = list(cached.values())
    missing = {place: key for key, place in keys.items() if key not in cached}
    if missing:
        rows = Rendition.objects.filter(image__in={pk for pk, _, _ in missing}, filter_spec__in=specs)
        fresh = {missing[place]: row for row in rows if (place := _place(row)) in missing}
        Rendition.cache_backend.set_many(fresh)
        found += fresh.values()
    for rendition in found:
        images[rendition.image_id].picture_renditions[rendition.filter_spec] = rendition


def _place(rendition: Rendition) -> tuple[int, str, str]:
    return rendition.image_id, rendition.filter_spec, rendition.focal_point_key
