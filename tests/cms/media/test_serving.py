"""The door to files on the local disk."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupCollectionPermission

from cms.users.models import User
from tests.factories.media import DocumentFactory, ImageFactory, MediaFactory, private_collection

pytestmark = pytest.mark.django_db

FILM = bytes(range(256)) * 4


def content_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


class TestPublicFiles:
    def test_a_rendition_goes_to_everybody_and_into_caches(self, client):
        rendition = ImageFactory().get_rendition("width-100")
        response = client.get(rendition.url)
        assert response.status_code == 200
        assert response["Content-Type"] == "image/jpeg"
        assert response["Cache-Control"] == "public, max-age=300, s-maxage=30"
        assert "Cookie" not in response.get("Vary", "")
        assert len(content_of(response)) == rendition.file.size

    def test_a_repeated_question_is_answered_with_not_modified(self, client):
        url = ImageFactory().get_rendition("width-100").url
        changed = client.get(url)["Last-Modified"]
        assert client.get(url, headers={"if-modified-since": changed}).status_code == 304

    @pytest.mark.parametrize("path", ["images", "images/absent.jpg", "db.sqlite3", "uploaded_files/x.jpg"])
    def test_nothing_else_is_a_file(self, client, path):
        assert client.get(f"/media/{path}").status_code == 404

    def test_there_is_no_way_round_to_documents(self, client):
        document = DocumentFactory()
        assert client.get(f"/media/{document.file.name}").status_code == 404
        assert client.get(f"/media/images/../{document.file.name}").status_code == 404
        assert client.get(f"/media/images/%2e%2e/{document.file.name}").status_code == 404
        assert client.get(document.url).status_code == 200


class TestFilm:
    @pytest.mark.parametrize(
        ("asked", "status", "answered", "content"),
        [
            ("bytes=0-", 206, "bytes 0-1023/1024", FILM),
            ("bytes=10-19", 206, "bytes 10-19/1024", FILM[10:20]),
            ("bytes=1000-5000", 206, "bytes 1000-1023/1024", FILM[1000:]),
            ("bytes=-24", 206, "bytes 1000-1023/1024", FILM[1000:]),
            ("bytes=1024-", 416, "bytes */1024", b""),
            ("bytes=-0", 416, "bytes */1024", b""),
            ("bytes=20-10", 416, "bytes */1024", b""),
            ("pages=1-2", 200, None, FILM),
        ],
    )
    def test_a_player_can_ask_for_a_part(self, client, asked, status, answered, content):
        response = client.get(MediaFactory().url, headers={"range": asked})
        assert response.status_code == status
        assert response.get("Content-Range") == answered
        assert content_of(response) == content


class TestPrivateCollections:
    @pytest.fixture
    def files(self):
        collection = private_collection()
        image = ImageFactory(collection=collection)
        film = MediaFactory(collection=collection)
        return [image.get_rendition("width-100").url, image.file.url, film.url]

    def test_strangers_are_refused(self, client, files):
        for url in files:
            response = client.get(url)
            assert response.status_code == 403

    def test_people_with_a_login_may_see_them_and_caches_may_not(self, client, files):
        client.force_login(User.objects.create_user("reader"))
        for url in files:
            response = client.get(url)
            assert response.status_code == 200
            assert "private" in response["Cache-Control"]
            assert "no-store" in response["Cache-Control"]

    def test_a_collection_below_a_private_one_is_private(self, client):
        below = private_collection().add_child(name="照片")
        assert client.get(ImageFactory(collection=below).file.url).status_code == 403

    def test_other_collections_stay_public(self, client, files):
        assert client.get(ImageFactory().file.url).status_code == 200

    def test_the_groups_of_a_collection_decide_and_its_editors_always_see_it(self, client):
        collection = private_collection()
        rule = collection.view_restrictions.get()
        rule.restriction_type = rule.GROUPS
        rule.save()
        rule.groups.add(readers := Group.objects.create(name="readers"))
        editors = Group.objects.create(name="editors")
        GroupCollectionPermission.objects.create(
            group=editors,
            collection=collection,
            permission=Permission.objects.get(codename="choose_image", content_type__app_label="wagtailimages"),
        )
        url = ImageFactory(collection=collection).file.url
        for number, (groups, status) in enumerate([([], 403), ([readers], 200), ([editors], 200)]):
            user = User.objects.create_user(f"user{number}")
            user.groups.set(groups)
            client.force_login(user)
            assert client.get(url).status_code == status

    def test_a_private_document_asks_for_the_login(self, client):
        document = DocumentFactory(collection=private_collection())
        response = client.get(document.url)
        assert response.status_code == 302
        assert "login" in response["Location"]
        client.force_login(User.objects.create_user("reader"))
        response = client.get(document.url)
        assert response.status_code == 200
        assert content_of(response) == b"%PDF-1.4 guide"
