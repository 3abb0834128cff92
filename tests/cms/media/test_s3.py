"""The same files in a bucket, against a server that speaks the S3 protocol over HTTP."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponseBase
from storages.backends.s3 import S3File

from cms.media.models import Document
from cms.media.serving import answer_with
from cms.media.storage import WITHHELD, PrivateBucket
from cms.media.withholding import settle, stored_names
from cms.settings.environment import env
from cms.settings.storage import storages
from cms.users.models import User
from tests.cms.media.bucket import BUCKET, NOTHING, fetch, without_signature
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


def test_of_a_film_only_what_is_asked_for_is_fetched(monkeypatch):
    film = bytes(range(256)) * 12_000
    name = default_storage.save("films/long.mp4", ContentFile(film))
    default_storage.withhold(name)
    monkeypatch.setattr(S3File, "file", property(lambda file: pytest.fail("the whole film is fetched")))

    def ask(asked: str) -> HttpResponseBase:
        return answer_with(default_storage, default_storage.open(name), "video/mp4", asked)

    assert ask("bytes=5-9").content == film[5:10]
    assert ask("bytes=-7").content == film[-7:]
    long = ask("bytes=1000000-")
    assert long.content == film[1_000_000:][: 2 * 2**20]
    assert long["Content-Range"] == f"bytes 1000000-{1_000_000 + len(long.content) - 1}/{len(film)}"
    assert ask(f"bytes={len(film)}-").status_code == 416
    whole = ask("")
    assert whole["Content-Length"] == str(len(film)) and whole.getvalue() == film


def withhold(file, is_withheld: bool = True) -> None:
    file.is_withheld = is_withheld
    file.save()
    assert settle(type(file), [file.pk])


@pytest.mark.parametrize("is_withheld", [False, True])
def test_deleting_a_picture_deletes_its_files(bucket, django_capture_on_commit_callbacks, is_withheld):
    image = ImageFactory()
    image.get_rendition("width-100")
    withhold(image, is_withheld)
    names = stored_names(image)
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
    keys = {entry["Key"] for entry in bucket.list_objects_v2(Bucket=BUCKET).get("Contents", ())}
    assert not keys & {*names, *(WITHHELD + name for name in names)}


def test_what_is_withheld_opens_for_no_reader_and_comes_back_to_the_same_address(client):
    image, document, film = ImageFactory(), DocumentFactory(), MediaFactory()
    files = {image: image.get_rendition("width-100").url, document: document.url, film: film.url}
    signed = {file: client.get(url)["Location"] for file, url in files.items()}
    for is_withheld in (True, True, False, True, False):
        for file, address in signed.items():
            withhold(file, is_withheld)
            assert fetch(address)[0] in (NOTHING if is_withheld else {200}), (file, is_withheld)
            assert client.get(files[file]).status_code == (410 if is_withheld else 302)


def test_who_keeps_a_withheld_file_still_sees_it_and_other_sizes_of_it(admin_client):
    image = ImageFactory()
    old = image.get_rendition("width-100")
    withhold(image)
    new = image.get_rendition("width-60")
    assert new.width == 60
    for url in (old.url, new.url, image.file.url):
        response = admin_client.get(url)
        assert "no-store" in response["Cache-Control"]
        assert fetch(response["Location"])[0] == 200
    assert image.file.storage.size(image.file.name) > 0


def test_another_file_does_not_get_the_name_of_a_withheld_one():
    image = ImageFactory()
    withhold(image)
    assert default_storage.exists(image.file.name)
    assert default_storage.get_available_name(image.file.name) != image.file.name


def test_a_file_that_cannot_be_moved_does_not_keep_the_others(client, caplog, monkeypatch):
    lost, document = DocumentFactory(), DocumentFactory()
    signed = client.get(document.url)["Location"]
    Document.objects.update(is_withheld=True)
    copy = PrivateBucket._copy

    def fail(storage: PrivateBucket, source: str, target: str) -> bool:
        if source == lost.file.name:
            raise OSError("the bucket does not answer")
        return copy(storage, source, target)

    monkeypatch.setattr(PrivateBucket, "_copy", fail)
    assert not settle(Document, [lost.pk, document.pk])
    assert f"Could not move media.Document {lost.pk}" in caplog.text
    assert fetch(signed)[0] in NOTHING
