"""Pictures and documents as an editor leaves them: with alternative text, in the root collection."""

import factory
import wagtail_factories
from wagtail.models import Collection, CollectionViewRestriction

from cms.media.models import Document, Image, Media


def root_collection() -> Collection:
    return Collection.get_first_root_node()


def private_collection(name: str = "内部资料") -> Collection:
    """Only for people who are logged in."""
    collection = root_collection().add_child(instance=Collection(name=name))
    CollectionViewRestriction.objects.create(collection=collection, restriction_type=CollectionViewRestriction.LOGIN)
    return collection


class ImageFactory(wagtail_factories.ImageFactory):
    title = "峡谷"
    description = "晨雾中的峡谷"
    collection = factory.LazyFunction(root_collection)
    file = factory.django.ImageField(width=1600, height=1200, filename="gorge.jpg", format="JPEG")

    class Meta:
        model = Image


class DocumentFactory(wagtail_factories.DocumentFactory):
    title = "办事指南"
    collection = factory.LazyFunction(root_collection)
    file = factory.django.FileField(data=b"%PDF-1.4 guide", filename="guide.pdf")

    class Meta:
        model = Document


class MediaFactory(factory.django.DjangoModelFactory):
    title = "宣传片"
    type = "video"
    collection = factory.LazyFunction(root_collection)
    file = factory.django.FileField(data=bytes(range(256)) * 4, filename="film.mp4")

    class Meta:
        model = Media
