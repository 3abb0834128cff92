"""What the admin accepts as a picture, and what it says when it does not."""

import datetime as dt
from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image as PillowImage
from wagtail.images.forms import get_image_form
from wagtail.models import UploadedFile

from cms.media.models import Image
from tests.factories.media import ImageFactory, root_collection

pytestmark = pytest.mark.django_db

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'


def picture_file(name: str = "IMG_0815.jpg", size: tuple[int, int] = (60, 40)) -> SimpleUploadedFile:
    content = BytesIO()
    PillowImage.new("RGB", size).save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/jpeg")


def upload_form(file: SimpleUploadedFile, **data):
    user = get_user_model().objects.create_superuser("uploader")
    data = {"title": "峡谷", "collection": root_collection().pk, "description": "晨雾中的峡谷", "tags": "", **data}
    return get_image_form(Image)(data, {"file": file}, user=user)


class TestAlternativeText:
    def test_a_picture_without_it_is_refused(self):
        form = upload_form(picture_file(), description="  ")
        assert form.errors["description"] == ["请写出图片里有什么，或勾选“装饰性图片”。"]

    def test_a_file_name_is_no_description(self):
        form = upload_form(picture_file(), description="IMG_0815.JPG")
        assert "description" in form.errors

    def test_a_decorative_picture_needs_none(self):
        form = upload_form(picture_file(), description="", is_decorative="on")
        assert form.is_valid(), form.errors
        assert form.save().alt == ""

    def test_the_title_never_stands_in_for_it(self):
        assert ImageFactory.build(title="IMG_0815.jpg", description="").default_alt_text == ""
        assert ImageFactory.build(description="峡谷", is_decorative=True).alt == ""

    def test_model_validation_has_the_same_rule(self):
        with pytest.raises(ValidationError) as caught:
            ImageFactory.build(description="").clean()
        assert "description" in caught.value.message_dict


class TestUploadOfMany:
    def test_a_file_becomes_a_picture_only_with_its_description(self, admin_client):
        answer = admin_client.post(
            reverse("wagtailimages:add_multiple"),
            {"title": "IMG_0815.jpg", "files[]": picture_file(), "collection": root_collection().pk},
            headers={"x-requested-with": "XMLHttpRequest"},
        ).json()
        assert answer["success"]
        assert not Image.objects.exists()

        upload = UploadedFile.objects.get(pk=answer["uploaded_file_id"])
        url = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[upload.pk])
        prefix = f"uploaded-image-{upload.pk}"
        data = {f"{prefix}-title": "峡谷", f"{prefix}-collection": root_collection().pk, f"{prefix}-tags": ""}

        refused = admin_client.post(url, data, headers={"x-requested-with": "XMLHttpRequest"}).json()
        assert not refused["success"]
        assert "请写出图片里有什么" in refused["form"]
        assert not Image.objects.exists()

        data[f"{prefix}-description"] = "晨雾中的峡谷"
        assert admin_client.post(url, data, headers={"x-requested-with": "XMLHttpRequest"}).json()["success"]
        assert Image.objects.get().alt == "晨雾中的峡谷"


class TestLimits:
    def test_svg_is_refused_by_name_and_by_content(self):
        by_name = upload_form(SimpleUploadedFile("logo.svg", SVG, content_type="image/svg+xml"))
        assert "SVG" in by_name.errors["file"][0]
        get_user_model().objects.all().delete()
        by_content = upload_form(SimpleUploadedFile("logo.png", SVG, content_type="image/png"))
        assert "file" in by_content.errors

    def test_too_many_bytes(self, settings):
        settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 500
        form = upload_form(picture_file())
        assert form.errors["file"][0].startswith("文件太大，最多 500")

    def test_too_many_pixels(self, settings):
        settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 2000
        form = upload_form(picture_file())
        assert "像素太多" in form.errors["file"][0]

    def test_a_decompression_bomb_is_an_error_message_and_no_crash(self, monkeypatch):
        monkeypatch.setattr(PillowImage, "MAX_IMAGE_PIXELS", 100)
        form = upload_form(picture_file(size=(60, 40)))
        assert "像素太多" in form.errors["file"][0]

    def test_the_form_names_the_limits_beforehand(self):
        help_text = str(upload_form(picture_file()).fields["file"].help_text)
        assert "最大 10.0" in help_text
        assert "7302 × 5477 像素" in help_text


def test_the_last_day_of_a_licence_is_the_day_it_says():
    today = timezone.localdate()
    assert not ImageFactory.build(expires_on=today).is_expired
    assert ImageFactory.build(expires_on=today - dt.timedelta(days=1)).is_expired
    assert not ImageFactory.build(expires_on=None).is_expired
