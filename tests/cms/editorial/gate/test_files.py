"""Files that the public reads do not change past the gate, whichever way it is tried."""

import io

import PIL.Image
import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.core.release import shipped
from cms.editorial.gate.files import first_public_user
from cms.editorial.gate.fingerprints import fingerprint
from cms.editorial.gate.models import FileChange
from cms.editorial.recall.recalling import recall_page
from cms.media.guards import FileRefused, unseen_change
from cms.media.models import Document, Image
from cms.media.tasks import read_document
from cms.pages.news.models import NewsPage
from tests.factories.media import DocumentFactory, ImageFactory
from tests.factories.review import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.gate]


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def page(desk: Desk) -> NewsPage:
    image, document = ImageFactory(file__width=40, file__height=30), DocumentFactory()
    return desk.live(lead_image=image, attachments=[("attachment", {"document": document})])


@pytest.fixture
def client(desk: Desk) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(desk.root)
    return client


def image_of(page: NewsPage) -> Image:
    return get_image_model().objects.get(pk=page.lead_image_id)


def gif() -> bytes:
    content = io.BytesIO()
    PIL.Image.new("RGB", (4, 4)).save(content, "GIF")
    return content.getvalue()


CHANGES = {
    "alternative text": {"description": "另一句话"},
    "empty credit": {"credit": "某人"},
    "decorative": {"is_decorative": True},
    "crop": {"focal_point_x": 5, "focal_point_y": 5, "focal_point_width": 4, "focal_point_height": 4},
    "file": {"file": "another.jpg"},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_readers_get_of_a_picture_stays(page: NewsPage, change: dict):
    image = image_of(page)
    for name, value in change.items():
        setattr(image, name, ContentFile(gif(), name=value) if name == "file" else value)
    with pytest.raises(FileRefused, match=page.title):
        image.save()
    with pytest.raises(FileRefused):
        image.save(update_fields=list(change))


def test_what_only_staff_see_may_change(page: NewsPage):
    image = image_of(page)
    image.title = "工作用名"
    image.save()
    image.tags.add("峡谷")
    document = page.attachments[0].value["document"]
    before = fingerprint(page)
    read_document.call(document.pk)
    assert fingerprint(NewsPage.objects.get(pk=page.pk)) == before


def test_a_document_that_readers_get_is_neither_renamed_nor_deleted(page: NewsPage):
    document = Document.objects.get()
    document.title = "另一个名字"
    with pytest.raises(FileRefused):
        document.save()
    with pytest.raises(FileRefused), transaction.atomic():
        Document.objects.get().delete()
    with pytest.raises(FileRefused), transaction.atomic():
        Document.objects.all().delete()


def test_a_file_that_is_not_public_may_change(desk: Desk, page: NewsPage):
    free = ImageFactory(file__width=8, file__height=6)
    desk.change(page, lead_image=free)
    free.description = "草稿里的图"
    free.save()
    recall_page(page, desk.reviewer, reason="error", explanation="写错了")
    image = image_of(page)
    image.description = "改好了"
    image.save()


def test_it_counts_as_soon_as_the_page_is_live(desk: Desk):
    """Wagtail's index of references comes later, with the queue."""
    image = ImageFactory(file__width=8, file__height=6)
    page = desk.draft(lead_image=image)
    with disable_reference_index_auto_update():
        desk.approve_all(page)
    assert first_public_user(image) == page.title


class TestScreens:
    """Every way answers with a sentence."""

    def form_of(self, image: Image, **values) -> dict:
        return {
            "title": image.title,
            "description": image.description,
            "collection": image.collection_id,
            "licence": "",
            "tags": "",
        } | values

    @pytest.mark.parametrize("name", ["wagtailimages:edit", "wagtailimages:edit_multiple"])
    def test_pictures(self, client: Client, page: NewsPage, name: str):
        image = image_of(page)
        data = self.form_of(image, description="没有人看过的话")
        if name.endswith("multiple"):
            data = {f"image-{image.pk}-{key}": value for key, value in data.items()}
        headers = {"X-Requested-With": "XMLHttpRequest"} if name.endswith("multiple") else {}
        answer = client.post(reverse(name, args=[image.pk]), data, headers=headers)
        assert answer.status_code == 200
        text = answer.json()["form"] if name.endswith("multiple") else answer.content.decode()
        assert page.title in text
        assert image_of(page).description == image.description

    def test_documents(self, client: Client, page: NewsPage):
        document = Document.objects.get()
        data = {"title": "另一个名字", "collection": document.collection_id, "tags": "", "credit": ""}
        answer = client.post(reverse("wagtaildocs:edit", args=[document.pk]), data)
        assert page.title in answer.content.decode()
        assert Document.objects.get().title == document.title

    def test_deleting_one_and_many(self, client: Client, page: NewsPage):
        image = image_of(page)
        assert client.post(reverse("wagtailimages:delete", args=[image.pk])).status_code in (302, 403)
        bulk = reverse("wagtail_bulk_action", args=["media", "image", "delete"]) + f"?id={image.pk}"
        assert client.post(bulk).status_code in (302, 403)
        assert image_of(page)


def test_content_that_ships_is_not_held_up(page: NewsPage):
    image = image_of(page)
    image.description = "随平台带来的"
    with shipped():
        image.save()


class TestPastPython:
    """The database keeps the names of files that pages use which people have approved."""

    @pytest.fixture
    def page(self, desk: Desk) -> NewsPage:
        image, document = ImageFactory(file__width=40, file__height=30), DocumentFactory()
        page = desk.draft(lead_image=image, attachments=[("attachment", {"document": document})])
        desk.approve_all(page)
        return NewsPage.objects.get(pk=page.pk)

    @pytest.mark.parametrize("model", [Image, Document])
    def test_no_other_file_takes_its_place(self, page: NewsPage, model: type):
        with pytest.raises(IntegrityError, match="The gate: a file"), transaction.atomic():
            model.objects.update(file="another.jpg")
        model.objects.update(collection=model.objects.get().collection)

    def test_a_file_that_nobody_reads_may_be_replaced(self, desk: Desk, page: NewsPage):
        free = ImageFactory(file__width=8, file__height=6)
        Image.objects.filter(pk=free.pk).update(file="another.jpg")
        recall_page(page, desk.reviewer, reason="error", explanation="写错了")
        Image.objects.update(file="another.jpg")

    def test_a_change_that_no_reader_sees_is_let_in_and_stays_on_record(self, page: NewsPage):
        image = image_of(page)
        image.file.name = "original_images/bare.jpg"
        with unseen_change():
            image.save()
        assert [(change.label, change.file_id, change.name) for change in FileChange.objects.all()] == [
            ("media.image", image.pk, "original_images/bare.jpg")
        ]
