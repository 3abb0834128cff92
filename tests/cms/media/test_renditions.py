"""Renditions are made after the upload, once, and found again without queries."""

import datetime as dt

import pytest
from django.core.cache import caches
from django.template import Context, Template
from django.utils import timezone
from wagtail.images.rect import Rect

from cms.media.models import Image, Rendition
from cms.media.privacy import is_restricted
from cms.media.renditions import SIZES, prefetch_pictures
from cms.media.tasks import generate_renditions
from tests.factories.media import ImageFactory

pytestmark = pytest.mark.django_db


def render(tag: str, **context) -> str:
    return Template("{% load media_tags %}" + tag).render(Context(context))


class TestGeneration:
    def test_an_upload_makes_every_named_size(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            image = ImageFactory()
        specs = set(image.renditions.values_list("filter_spec", flat=True))
        assert specs == {spec for size in SIZES.values() for spec in size.all_specs}

    def test_a_second_run_makes_nothing_new(self):
        image = ImageFactory(file__width=320, file__height=240)
        generate_renditions.call(image.pk)
        before = list(image.renditions.values_list("pk", "file"))
        generate_renditions.call(image.pk)
        assert list(image.renditions.values_list("pk", "file")) == before

    def test_a_picture_that_is_gone_is_no_error(self):
        generate_renditions.call(4_000_000)

    def test_a_file_that_is_gone_is_no_error(self):
        image = ImageFactory(file__width=320, file__height=240)
        image.file.storage.delete(image.file.name)
        generate_renditions.call(image.pk)
        assert not image.renditions.exists()

    def test_a_new_focal_point_makes_new_ones_and_a_new_title_does_not(self, django_capture_on_commit_callbacks):
        image = ImageFactory(file__width=320, file__height=240)
        with django_capture_on_commit_callbacks() as callbacks:
            image.title = "另一个标题"
            image.save()
            image.save(update_fields=["file_hash"])
        assert callbacks == []
        with django_capture_on_commit_callbacks() as callbacks:
            image.set_focal_point(Rect(10, 10, 60, 60))
            image.save()
        assert len(callbacks) == 1


class TestPictureTag:
    def test_it_offers_webp_and_jpeg_with_sizes_and_reserved_space(self):
        html = render('{% picture image "card" %}', image=ImageFactory())
        assert html.startswith("<picture><source")
        assert 'type="image/webp"' in html
        assert html.count("400w") == html.count("800w") == 2
        assert 'width="800"' in html
        assert 'height="450"' in html
        assert 'loading="lazy"' in html
        assert 'alt="晨雾中的峡谷"' in html

    def test_the_first_picture_of_a_page_is_not_lazy(self):
        html = render('{% picture image "hero" lazy=False css_class="wide" %}', image=ImageFactory())
        assert 'loading="eager"' in html
        assert 'fetchpriority="high"' in html
        assert 'class="wide"' in html

    def test_alternative_text_can_be_replaced_and_is_escaped(self):
        image = ImageFactory(description='桥 "风雨"')
        assert 'alt="桥 &quot;风雨&quot;"' in render('{% picture image "square" %}', image=image)
        assert 'alt=""' in render('{% picture image "square" alt="" %}', image=image)

    def test_a_small_picture_is_offered_once(self):
        html = render('{% picture image "body" %}', image=ImageFactory(file__width=300, file__height=200))
        assert "300w" not in html
        assert 'width="300"' in html

    @pytest.mark.parametrize("days", [None, -1])
    def test_nothing_without_a_picture_or_after_its_licence(self, days):
        expired = days and ImageFactory.build(expires_on=timezone.localdate() + dt.timedelta(days=days))
        assert render('{% picture image "card" %}', image=expired) == ""
        assert render('{% image_url image "og" %}', image=expired) == ""

    def test_a_lost_file_leaves_the_page_standing(self):
        image = ImageFactory(file__width=320, file__height=240)
        image.file.storage.delete(image.file.name)
        assert render('{% picture image "card" %}', image=image) == ""

    def test_addresses_for_sharing_are_absolute(self, rf):
        url = render(
            '{% image_url image "og" %}', image=ImageFactory(), request=rf.get("/", headers={"host": "localhost"})
        )
        assert url.startswith("http://localhost/media/images/")
        assert url.endswith(".jpg")

    def test_no_queries_when_the_renditions_are_cached(self, django_assert_num_queries):
        image = ImageFactory()
        first = render('{% picture image "card" %}', image=image)
        image = Image.objects.get(pk=image.pk)
        with django_assert_num_queries(0):
            assert render('{% picture image "card" %}', image=image) == first


class Card:
    """Stands in for a page."""

    def __init__(self, image: Image | None) -> None:
        self.lead_image_id = image and image.pk


class TestPrefetch:
    @pytest.fixture
    def images(self):
        images = ImageFactory.create_batch(3, file__width=320, file__height=240)
        for image in images:
            image.get_renditions(*SIZES["card"].all_specs)
        return images

    def test_two_queries_for_any_number_of_pictures_and_none_afterwards(self, images, django_assert_num_queries):
        caches["renditions"].clear()
        is_restricted(0)  # which collections are private is asked once a minute, not for pictures
        with django_assert_num_queries(2):
            cards = prefetch_pictures([*map(Card, images), Card(None), object()])
        with django_assert_num_queries(0):
            pictures = [render('{% picture image "card" %}', image=card.lead_image) for card in cards[:3]]
        assert all(pictures)
        with django_assert_num_queries(1):
            prefetch_pictures(map(Card, images))

    def test_no_query_without_pictures(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert prefetch_pictures([]) == []
            prefetch_pictures([Card(None)])

    def test_another_size_than_the_prefetched_one_is_still_found(self, images):
        [card] = prefetch_pictures([Card(images[0])])
        render('{% picture image "square" %}', image=card.lead_image)
        count = Rendition.objects.count()
        render('{% picture image "square" %}', image=card.lead_image)
        assert Rendition.objects.count() == count
