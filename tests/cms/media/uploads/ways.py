"""Every way in which the admin takes a file for the library, as a request that a browser sends."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import BaseForm
from django.test import Client
from django.urls import reverse
from wagtail.models import UploadedFile

from cms.media.models import Document, Image, Media
from tests.factories import files
from tests.factories.media import DocumentFactory, ImageFactory, MediaFactory, root_collection

TITLE = "清江画廊的早晨"
Files = dict[str, bytes]


@dataclass(frozen=True)
class Way:
    """`field`: what the file is called in the form. `others` go along with it."""

    url: str
    prefix: str = ""
    field: str = "file"
    others: Callable[[], dict[str, SimpleUploadedFile]] = dict
    # The model whose stored object is changed; none when a new one is made.
    changes: type | None = None

    @property
    def is_ajax(self) -> bool:
        return "multiple" in self.url or "chooser" in self.url

    def send(self, client: Client, name: str, content: bytes, target: str):
        fields = {"title": TITLE, "description": "晨雾中的江面", "collection": root_collection().pk, "tags": ""}
        fields |= {"duration": "0", self.field: SimpleUploadedFile(name, content), **self.others()}
        data = {f"{self.prefix}{field}": value for field, value in fields.items()}
        headers = {"x-requested-with": "XMLHttpRequest"} if self.is_ajax else {}
        return client.post(target, data, headers=headers)

    def target(self) -> str:
        name, _, kind = self.url.partition(" ")
        if self.changes:
            return reverse(name, args=[FACTORIES[self.changes]().pk])
        return reverse(name, args=[kind] if kind else [])


def whole_film() -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("film.mp4", files.film())}


FACTORIES = {Image: ImageFactory, Document: DocumentFactory, Media: MediaFactory}

PICTURES = {
    "add a picture": Way("wagtailimages:add"),
    "add many pictures": Way("wagtailimages:add_multiple", field="files[]"),
    "replace a picture": Way("wagtailimages:edit", changes=Image),
    "add in the picture chooser": Way("wagtailimages_chooser:create", "image-chooser-upload-"),
    "picture of a new film": Way("wagtailmedia:add video", field="thumbnail", others=whole_film),
    "picture of a new sound": Way(
        "wagtailmedia:add audio",
        field="thumbnail",
        others=lambda: {"file": SimpleUploadedFile("song.mp3", files.mp3())},
    ),
    "replace the picture of a film": Way("wagtailmedia:edit", field="thumbnail", changes=Media),
    "picture of a film in the chooser": Way(
        "wagtailmedia:chooser_upload video", "media-chooser-upload-", "thumbnail", others=whole_film
    ),
}
DOCUMENTS = {
    "add a document": Way("wagtaildocs:add"),
    "add many documents": Way("wagtaildocs:add_multiple", field="files[]"),
    "replace a document": Way("wagtaildocs:edit", changes=Document),
    "add in the document chooser": Way("wagtaildocs_chooser:create", "document-chooser-upload-"),
}
FILMS = {
    "add a film": Way("wagtailmedia:add video"),
    "replace a film": Way("wagtailmedia:edit", changes=Media),
    "add in the film chooser": Way("wagtailmedia:chooser_upload video", "media-chooser-upload-"),
}
SOUNDS = {
    "add a sound": Way("wagtailmedia:add audio"),
    "add in the sound chooser": Way("wagtailmedia:chooser_upload audio", "media-chooser-upload-"),
}


def stored() -> dict[str, str]:
    """What is in every file of the library, by its row."""
    rows = {f"{type(row).__name__} {row.pk}": row.file for model in FACTORIES for row in model.objects.all()}
    rows |= {f"thumbnail {row.pk}": row.thumbnail for row in Media.objects.exclude(thumbnail="")}
    rows |= {f"kept aside {row.pk}": row.file for row in UploadedFile.objects.all()}
    return {row: f"{file.name} {hashlib.sha256(file.read()).hexdigest()}" for row, file in rows.items()}


def forms_of(response) -> list[BaseForm]:
    """Forms with a file that the answer was made from."""
    contexts = response.context if isinstance(response.context, list) else [response.context or {}]
    found = [value for context in contexts for layer in context for value in layer.values()]
    found += [one for value in found if isinstance(value, dict) for one in value.values()]
    return [value for value in found if isinstance(value, BaseForm) and value.is_bound and value.files]
