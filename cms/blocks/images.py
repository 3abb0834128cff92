"""Blocks with pictures. The alternative text and the credit live on the picture itself."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock


def sample_image():
    """The oldest picture of the library, for previews in the block picker; None in an empty library."""
    return get_image_model().objects.order_by("pk").first()


class CaptionedImageBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=120, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        label_format = "{caption}"
        description = _("One picture of a gallery with its caption.")
        preview_value = {"caption": "插画：云海"}

    def get_preview_value(self):
        return self.normalize({**self.meta.preview_value, "image": sample_image()})


class ImageBlock(CaptionedImageBlock):
    credit = blocks.CharBlock(
        label=_("Credit"), max_length=60, required=False, help_text=_("Leave empty to use the picture's own credit.")
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        label_format = "{caption}"
        description = _("A picture with caption and credit.")
        template = "blocks/image.html"
        preview_value = {"caption": "插画：峡谷晨雾", "credit": ""}


class GalleryBlock(blocks.StructBlock):
    images = blocks.ListBlock(CaptionedImageBlock(), label=_("Pictures"), min_num=2, max_num=20)

    class Meta:
        icon = "folder-open-inverse"
        label = _("Gallery")
        description = _("Several pictures to leaf through sideways.")
        template = "blocks/gallery.html"
        preview_value = {}

    def get_preview_value(self):
        picture = {"image": sample_image(), "caption": "插画：云海"}
        return self.normalize({"images": [picture, picture]})
