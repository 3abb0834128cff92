"""The same files in a bucket, against a server that speaks the S3 protocol over HTTP."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from cms.settings.environment import env
from cms.settings.storage import storages
from cms.users.models import User
from tests.cms.media.bucket import BUCKET, fetch, without_signature
from tests.factories import files
from tests.factories.media import DocumentFactory, ImageFactory, MediaFactory, private_collection

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bucket")]


def test_without_a_bucket_files_stay_on_the_disk(monkeypatch):
    monkeypatch.delenv("AWS_STORAGE_BUCKET_NAME")
    assert storages(env)["default"]["BACKEND"] == "django.core.files.storage.FileSystemStorage"


def test_uploads_and_renditions_lie_in_the_bucket(bucket):
    image = ImageFactory()
    rendition = image.get_rendition("width-100|format-webp")
    keys = {entry["Key"] for entry in bucket.list_objects_v2(Bucket=BUCKET)["Contents"]}
    assert {image.file.name, rendition.file.name} <= keys
    assert rendition.width == 100
    assert bucket.head_object(Bucket=BUCKET, Key=rendition.file.name)["ContentType"] == "image/webp"


def test_photos_and_films_lie_there_without_the_places_where_they_were_taken(bucket):
    image = ImageFactory(file=ContentFile(files.picture("JPEG", orientation=6), "gorge.jpg"))
    film = MediaFactory(file=ContentFile(files.film(media=bytes(4_000_000)), "film.mp4"))
    for name in (image.file.name, film.file.name):
        content = bucket.get_object(Bucket=BUCKET, Key=name)["Body"].read()
        assert len(content) > 1000 and files.PLACE not in content


def test_two_files_of_one_name_do_not_overwrite_each_other():
    assert ImageFactory().file.name != ImageFactory().file.name


def test_a_public_picture_is_one_redirect_away_and_its_address_never_changes(client):
    rendition = ImageFactory().get_rendition("width-100")
    assert rendition.url == f"/media/{rendition.file.name}"
    response = client.get(rendition.url)
    assert response.status_code == 302
    assert response["Cache-Control"] == "public, max-age=300, s-maxage=30"
    status, content = fetch(response["Location"])
    assert status == 200
    assert content.startswith(b"\xff\xd8")


def test_the_bucket_itself_gives_nothing_without_a_signature(client):
    location = client.get(ImageFactory().file.url)["Location"]
    assert fetch(without_signature(location))[0] == 403


def test_a_private_picture_needs_the_permission_and_then_the_signature(client):
    url = ImageFactory(collection=private_collection()).get_rendition("width-100").url
    assert client.get(url).status_code == 403
    client.force_login(User.objects.create_user("reader"))
    response = client.get(url)
    assert response.status_code == 302
    assert "no-store" in response["Cache-Control"]
    assert "X-Amz-Expires=300" in response["Location"]
    assert fetch(response["Location"])[0] == 200
    assert fetch(without_signature(response["Location"]))[0] == 403


def test_a_private_document_needs_the_permission_and_then_the_signature(client):
    document = DocumentFactory(collection=private_collection())
    refused = client.get(document.url)
    assert refused.status_code == 302
    assert "login" in refused["Location"]
    assert BUCKET not in refused["Location"]

    client.force_login(User.objects.create_user("reader"))
    response = client.get(document.url)
    assert response.status_code == 302
    assert "no-store" in response["Cache-Control"]
    assert fetch(response["Location"]) == (200, b"%PDF-1.4 guide")
    assert fetch(without_signature(response["Location"]))[0] == 403
    assert client.get(f"/media/{document.file.name}").status_code == 404


def test_a_public_document_needs_no_login(client):
    assert fetch(client.get(DocumentFactory().url)["Location"])[0] == 200


def test_browsers_get_the_name_under_which_they_reach_the_server(settings, monkeypatch):
    monkeypatch.setenv("AWS_S3_PUBLIC_ENDPOINT_URL", "https://files.example.cn")
    settings.STORAGES = {**settings.STORAGES, "default": storages(env)["default"]}
    assert default_storage.signed_url("images/x.jpg", 60).startswith(f"https://files.example.cn/{BUCKET}/images/x.jpg?")


def test_deleting_a_picture_deletes_its_files(bucket, django_capture_on_commit_callbacks):
    image = ImageFactory()
    name = image.file.name
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
    assert not default_storage.exists(name)
