"""Pages leave out what is in a private collection, wherever they would show it, and do not ask for each picture."""

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Site

from cms.media.models import Image
from cms.media.privacy import is_restricted
from cms.pages.news.models import NewsPage
from tests.factories.files import picture
from tests.factories.media import ImageFactory, MediaFactory, root_collection
from tests.factories.pages import NewsIndexPageFactory, NewsPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client) -> NewsPage:
    home = Site.objects.get(is_default_site=True).root_page
    index = NewsIndexPageFactory(parent=home, slug="news")
    lead, inside, first, second = ImageFactory.create_batch(4)
    for image in (lead, inside, first, second):
        image.get_renditions("fill-1200x630|format-jpeg")
    film = MediaFactory(thumbnail=ContentFile(picture("JPEG"), "poster.jpg"))
    sound = MediaFactory(type="audio", file__filename="song.mp3")
    gallery = [{"image": first.pk, "caption": "一"}, {"image": second.pk, "caption": "二"}]
    body = [
        {"type": "image", "value": {"image": inside.pk, "caption": "清江边", "credit": ""}},
        {"type": "gallery", "value": {"images": gallery}},
        {"type": "video", "value": {"media": film.pk, "caption": "片子", "transcript": ""}},
        {"type": "audio", "value": {"media": sound.pk, "caption": "歌", "transcript": ""}},
    ]
    return NewsPageFactory(parent=index, slug="mist", lead_image=lead, body=body, first_published_at=timezone.now())


def make_private() -> CollectionViewRestriction:
    return CollectionViewRestriction.objects.create(
        collection=root_collection(), restriction_type=CollectionViewRestriction.LOGIN
    )


# What stands where while it is public.
SHOWN = {
    "/news/mist/": {"images", "media", "media_thumbnails"},
    "/news/": {"images"},
    "/feed.xml": {"images"},
    "/news/feed.xml": {"images"},
    "/api/v2/pages/?type=news.NewsPage&fields=*": set(),
}


def folders_on(client, url: str) -> set[str]:
    """Folders of the library of which a file is named in the answer."""
    response = client.get(url)
    assert response.status_code == 200
    folders = ("images", "original_images", "media", "media_thumbnails")
    return {folder for folder in folders if f"/media/{folder}/" in response.text}


@pytest.mark.parametrize(("url", "folders"), SHOWN.items())
def test_what_is_private_is_left_out_and_comes_back(client, page, url: str, folders: set[str]):
    assert folders_on(client, url) == folders
    restriction = make_private()
    assert folders_on(client, url) == set()
    restriction.delete()
    assert folders_on(client, url) == folders


def test_captions_and_credits_of_what_is_left_out_go_with_it(client, page):
    assert "清江边" in client.get("/news/mist/").text
    make_private()
    text = client.get("/news/mist/").text
    assert not [caption for caption in ("清江边", "片子") if caption in text]
    assert "og:image" not in text and 'name="Image"' not in text


def test_a_collection_that_moves_below_a_private_one_is_private(client, page):
    """Other processes learn of it within a minute; the file itself is refused at once."""
    collection = root_collection().add_child(name="照片")
    image = ImageFactory(collection=collection)
    assert image.is_for_the_public
    closed = root_collection().add_child(name="内部")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type=CollectionViewRestriction.LOGIN)
    Collection.objects.get(pk=collection.pk).move(Collection.objects.get(pk=closed.pk), "sorted-child")
    assert client.get(image.file.url).status_code == 403
    caches["default"].clear()
    assert not image.is_for_the_public


def test_pictures_cost_no_query_to_know_whether_they_are_private(client, page, django_assert_num_queries):
    make_private()
    is_restricted(root_collection().pk)
    images = list(Image.objects.all())
    with django_assert_num_queries(0):
        assert not any(image.is_for_the_public for image in images)
