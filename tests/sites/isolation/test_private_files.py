"""A county's private files: for its own people and the prefecture's, never for another county's."""

import pytest
from wagtail.models import Collection, CollectionViewRestriction

from sites.models import Tenant
from tests.factories.media import DocumentFactory, ImageFactory, MediaFactory
from tests.sites.isolation.test_guard import client_of

pytestmark = pytest.mark.django_db

# Who sees a file of Lichuan's private collection that is open to "everybody with a login", and how others are told.
ANSWERS = {
    "lichuan-editor": 200,
    "lichuan-reviewer": 200,
    "lichuan-admin": 200,
    "badong-editor": 404,
    "badong-reviewer": 404,
    "badong-admin": 404,
    "prefecture-editor": 200,
    "prefecture-reviewer": 200,
    "admin": 200,
}


def collection_of(slug: str) -> Collection:
    return Tenant.objects.get(site__hostname=f"{slug}.localhost").collection


def files_in(collection: Collection) -> list[str]:
    image = ImageFactory(collection=collection)
    return [
        image.file.url,
        image.get_rendition("width-100").url,
        DocumentFactory(collection=collection).url,
        MediaFactory(collection=collection).url,
    ]


@pytest.mark.parametrize("restriction", [CollectionViewRestriction.LOGIN, CollectionViewRestriction.GROUPS])
def test_private_files_of_a_county(nine_sites, client, restriction: str):
    collection = collection_of("lichuan")
    rule = CollectionViewRestriction.objects.create(collection=collection, restriction_type=restriction)
    rule.groups.set(Tenant.objects.get(collection=collection).groups.all())
    urls = files_in(collection) + files_in(collection.add_child(name="below"))
    assert {client.get(url, headers={"host": "localhost"}).status_code for url in urls} <= {302, 403}
    for name, status in ANSWERS.items():
        browser = client_of(name)
        answers = {url: browser.get(url).status_code for url in urls}
        if restriction == CollectionViewRestriction.GROUPS and name.startswith("prefecture"):
            assert set(answers.values()) <= {200, 403}  # as the groups of the rule and its rights in the county say
        else:
            assert answers == dict.fromkeys(urls, status), name


def test_public_files_of_a_county_are_for_everybody(nine_sites, client):
    urls = files_in(collection_of("lichuan"))
    for browser in (client, client_of("badong-editor")):
        assert [browser.get(url, headers={"host": "localhost"}).status_code for url in urls] == [200] * 4


def test_what_the_prefecture_shares_in_private_is_for_all_counties(nine_sites):
    """Papers for everybody who works on one of the sites lie outside the collections of the nine."""
    shared = Collection.get_first_root_node().add_child(name="内部通知")
    CollectionViewRestriction.objects.create(collection=shared, restriction_type=CollectionViewRestriction.LOGIN)
    document = DocumentFactory(collection=shared)
    assert {client_of(f"{slug}-editor").get(document.url).status_code for slug in ("lichuan", "badong")} == {200}
