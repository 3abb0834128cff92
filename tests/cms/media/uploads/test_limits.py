"""What is too large fills no disk and still gets an answer."""

import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadhandler import TemporaryUploadedFile
from django.test import RequestFactory

from cms.media.models import Media
from cms.media.uploads.fields import DocumentField, PictureField, PosterField, RecordingField
from cms.media.uploads.handlers import BoundedFileUploadHandler
from tests.cms.media.uploads.ways import FILMS, TITLE, forms_of
from tests.factories import files

NGINX = Path(django_settings.BASE_DIR) / "deploy" / "nginx.conf"


def received(size: int, chunk: int = 1000) -> TemporaryUploadedFile:
    handler = BoundedFileUploadHandler(RequestFactory().post("/"))
    handler.new_file("file", "film.mp4", "video/mp4", size, None, None)
    for start in range(0, size, chunk):
        handler.receive_data_chunk(bytes(min(chunk, size - start)), start)
    return handler.file_complete(size)


def test_of_a_huge_file_no_more_reaches_the_disk_than_a_form_would_accept(settings):
    settings.MEDIA_MAX_UPLOAD_SIZE = 5000
    huge, small = received(50_000), received(4_500)
    assert (huge.size, Path(huge.temporary_file_path()).stat().st_size) == (50_000, 5_000)
    assert (small.size, len(small.read())) == (4_500, 4_500)


@pytest.mark.django_db
def test_a_film_larger_than_memory_goes_by_the_disk_and_loses_its_places_too(admin_client):
    way = FILMS["add a film"]
    content = files.film(media=bytes(4 * 1024 * 1024))
    assert way.send(admin_client, "film.mp4", content, way.target()).status_code == 302
    stored = Media.objects.get().file.read()
    assert len(stored) == len(content) and files.PLACE not in stored


@pytest.mark.django_db
def test_too_large_a_film_is_told_the_limit_and_keeps_its_title(admin_client, settings):
    settings.MEDIA_MAX_UPLOAD_SIZE = 2000
    way = FILMS["add a film"]
    response = way.send(admin_client, "film.mp4", files.film(media=bytes(5000)), way.target())
    [form] = {id(form): form for form in forms_of(response)}.values()
    assert "2.0" in form.errors["file"][0] and TITLE in response.text


def test_the_server_in_front_lets_the_largest_file_through_with_its_form():
    (allowed,) = re.findall(r"client_max_body_size (\d+)m;", NGINX.read_text())
    largest = max(
        django_settings.MEDIA_MAX_UPLOAD_SIZE,
        django_settings.WAGTAILDOCS_MAX_UPLOAD_SIZE,
        django_settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE,
    )
    # A film with its picture.
    assert int(allowed) * 1024 * 1024 > largest + django_settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE


@pytest.mark.parametrize(
    ("field", "kind", "size"),
    [
        (PictureField, "JPEG", "10.0"),
        (PosterField, "JPEG", "10.0"),
        (DocumentField, "DOCX", "20.0"),
        (lambda: RecordingField(media_type="video"), "MP4", "100.0"),
        (lambda: RecordingField(media_type="audio"), "MP3", "100.0"),
    ],
)
def test_every_field_names_kinds_and_limit_beforehand(field, kind: str, size: str):
    help_text = str(field().help_text)
    assert kind in help_text and size in help_text
