"""Files of private collections: every kind, in both stores, by every kind of restriction, for every kind of person."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import NoReverseMatch, reverse
from wagtail.models import Collection, CollectionViewRestriction, GroupCollectionPermission

from cms.media import privacy
from cms.users.models import User
from tests.cms.media.bucket import fetch, without_signature
from tests.factories.files import picture
from tests.factories.media import DocumentFactory, ImageFactory, MediaFactory, root_collection

pytestmark = pytest.mark.django_db

PASSWORD = "清江"
LOGIN, GROUPS, WORD = (
    CollectionViewRestriction.LOGIN,
    CollectionViewRestriction.GROUPS,
    CollectionViewRestriction.PASSWORD,
)

KINDS: dict[str, Callable[[Collection], str]] = {
    "original": lambda collection: ImageFactory(collection=collection).file.url,
    "rendition": lambda collection: ImageFactory(collection=collection).get_rendition("width-100|format-webp").url,
    "document": lambda collection: DocumentFactory(collection=collection).url,
    "text": lambda collection: DocumentFactory(collection=collection, file__filename="notes.txt").url,
    "film": lambda collection: MediaFactory(collection=collection).url,
    "poster": lambda collection: (
        MediaFactory(collection=collection, thumbnail=ContentFile(picture("JPEG"), "film.jpg")).thumbnail.url
    ),
}
# Who gets in: by the restriction, then by the person.
ADMITTED = {
    LOGIN: {"public": False, "stranger with a login": True, "editor": True, "other editor": False, "reader": True},
    GROUPS: {"public": False, "stranger with a login": False, "editor": True, "other editor": False, "reader": True},
    WORD: {"public": False, "stranger with a login": False, "editor": True, "other editor": False, "reader": False},
}


@pytest.fixture(params=["local", "s3"])
def store(request) -> str:
    if request.param == "s3":
        request.getfixturevalue("bucket")
    return request.param


@pytest.fixture
def houses(monkeypatch) -> dict[str, Collection]:
    """Two collections whose editors have nothing to do with one another; `sites` tells Wagtail so of the counties."""
    houses = {name: root_collection().add_child(name=name) for name in ("own", "other")}

    def is_outside(user: User, collection: Collection) -> bool:
        names = set(user.groups.values_list("name", flat=True)) & {"own", "other"}
        return bool(names) and not any(collection.path.startswith(houses[name].path) for name in names)

    monkeypatch.setattr(privacy, "_boundaries", [is_outside])
    return houses


@pytest.fixture
def people(houses, client) -> dict[str, Client]:
    """One browser for each; the readers' group is the one that a restriction by groups names."""
    clients = {"public": client}
    groups = {"stranger with a login": None, "editor": "own", "other editor": "other", "reader": "readers"}
    for name, group in groups.items():
        user = User.objects.create_user(name.replace(" ", "-"))
        if group:
            user.groups.add(Group.objects.get_or_create(name=group)[0])
        clients[name] = Client(SERVER_NAME="localhost")
        clients[name].force_login(user)
    for name, collection in houses.items():
        for codename, app in [
            ("choose_image", "wagtailimages"),
            ("choose_document", "wagtaildocs"),
            ("change_media", "wagtailmedia"),
        ]:
            permission = Permission.objects.get(codename=codename, content_type__app_label=app)
            group = Group.objects.get_or_create(name=name)[0]
            GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
    return clients


def restrict(collection: Collection, kind: str) -> CollectionViewRestriction:
    rule = CollectionViewRestriction.objects.create(collection=collection, restriction_type=kind, password=PASSWORD)
    if kind == GROUPS:
        rule.groups.add(Group.objects.get_or_create(name="readers")[0])
    return rule


def gets_the_file(browser: Client, url: str, store: str) -> bool:
    """Also that what is refused or private is never for caches, and that the bucket's address dies soon."""
    response = browser.get(url)
    location = response.get("Location", "")
    given = "X-Amz-Signature" in location if store == "s3" else response.status_code == 200 and response.streaming
    if given:
        assert "no-store" in response["Cache-Control"] and "private" in response["Cache-Control"]
    else:
        assert response.status_code in (302, 403, 404) or PASSWORD not in response.text
        assert "public" not in response.get("Cache-Control", "")
        assert "X-Amz" not in location
    if given and store == "s3":
        query = parse_qs(urlsplit(location).query)
        assert int(query["X-Amz-Expires"][0]) <= 300
        assert query["response-cache-control"] == ["private, no-store"]
        assert fetch(location)[0] == 200
        assert fetch(without_signature(location))[0] == 403
    return given


@pytest.mark.parametrize("restriction", ADMITTED)
@pytest.mark.parametrize("kind", KINDS)
def test_who_gets_a_private_file(people, houses, store, kind: str, restriction: str):
    below = houses["own"].add_child(name="below")
    restrict(houses["own"], restriction)
    for collection in (houses["own"], below):
        url = KINDS[kind](collection)
        got = {person: gets_the_file(browser, url, store) for person, browser in people.items()}
        assert got == ADMITTED[restriction]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_public_is_for_everybody_and_says_so_to_caches(people, houses, store, kind: str):
    restrict(houses["other"], LOGIN)
    url = KINDS[kind](houses["own"])
    for browser in people.values():
        response = browser.get(url)
        assert response.status_code == (302 if store == "s3" else 200)
        assert response["Cache-Control"] == "public, max-age=300, s-maxage=30"


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_refused_from_the_moment_its_collection_is_private(client, houses, store, kind: str):
    """Caches may hold it for the five minutes that the answer said, and a signed address lives for ten."""
    url = KINDS[kind](houses["own"])
    response = client.get(url)
    assert response["Cache-Control"] == "public, max-age=300, s-maxage=30"
    if store == "s3":
        assert "X-Amz-Expires=600" in response["Location"]
    changed = response.get("Last-Modified", "")
    restrict(houses["own"], LOGIN)
    response = client.get(url, headers={"if-modified-since": changed})
    assert response.status_code in (302, 403) and "X-Amz" not in response.get("Location", "")


@pytest.mark.parametrize("kind", ["original", "rendition", "document", "film"])
def test_a_file_that_moves_into_a_private_collection_is_refused(client, houses, store, kind: str):
    restrict(houses["other"], LOGIN)
    url = KINDS[kind](houses["own"])
    assert client.get(url).status_code in (200, 302)
    for factory in (ImageFactory, DocumentFactory, MediaFactory):
        factory._meta.model.objects.update(collection=houses["other"])
    response = client.get(url)
    assert response.status_code in (302, 403) and "X-Amz" not in response.get("Location", "")


def test_the_password_of_a_document_opens_it(client, houses, store):
    restrict(houses["own"], WORD)
    document = DocumentFactory(collection=houses["own"])
    asked = client.get(document.url)
    assert asked.status_code == 200 and "password" in asked.text
    rule = CollectionViewRestriction.objects.get()
    url = reverse("wagtaildocs_authenticate_with_password", args=[rule.pk])
    client.post(url, {"password": PASSWORD, "return_url": document.url})
    assert gets_the_file(client, document.url, store)


def test_staff_of_another_house_learn_nothing_of_the_file(people, houses):
    """Not found instead of forbidden, as everywhere for what belongs to others."""
    restrict(houses["own"], LOGIN)
    for kind in KINDS.values():
        assert people["other editor"].get(kind(houses["own"])).status_code == 404


@pytest.mark.parametrize(
    ("kind", "content_type", "disposition"),
    [
        ("rendition", "image/webp", "inline"),
        ("film", "video/mp4", "inline"),
        ("document", "application/pdf", "inline"),
        ("text", "text/plain", "attachment; filename=notes"),
    ],
)
def test_files_are_shown_as_what_they_are_and_can_run_nothing(
    client, houses, store, kind: str, content_type: str, disposition: str
):
    response = client.get(KINDS[kind](houses["own"]))
    if store == "s3":
        query = parse_qs(urlsplit(response["Location"]).query)
        assert query["response-content-type"] == [content_type]
        assert query["response-content-disposition"][0].startswith(disposition)
        return
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"].startswith(disposition)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "script-src" not in response["Content-Security-Policy"]


def test_a_document_has_one_address_only(client, houses):
    document = DocumentFactory(collection=houses["own"])
    assert client.get(f"/documents/{document.pk}/other.pdf").status_code == 404
    assert client.get(f"/documents/{document.pk + 1}/guide.pdf").status_code == 404
    assert client.get(f"/media/{document.file.name}").status_code == 404


def test_wagtails_own_address_for_renditions_does_not_exist(client):
    """It would make any rendition of any picture, private or not, for whoever has a signature."""
    with pytest.raises(NoReverseMatch):
        reverse("wagtailimages_serve", args=["x", 1, "original"])
