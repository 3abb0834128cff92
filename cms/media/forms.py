from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm


class ImageForm(BaseImageForm):
    """Says in the editor's words what is wrong with a file and what to do about it."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "file" not in self.fields:
            return
        field = self.fields["file"]
        limit = {
            "max_filesize": filesizeformat(field.max_upload_size),
            "megapixels": f"{field.max_image_pixels / 1_000_000:g}",
        }
        field.help_text = (
            _("JPEG, PNG, WebP, AVIF or GIF, at most %(max_filesize)s and %(megapixels)s million pixels.") % limit
        )
        # Wagtail fills the placeholders that are left when it knows the file.
        too_large = _("The file is too large: at most %(max_filesize)s. Save the picture smaller and try again.")
        field.error_messages |= {
            "file_too_large": too_large,
            "file_too_large_unknown_size": too_large % limit,
            "file_too_many_pixels": _(
                "The picture has too many pixels: at most %(max_pixels_count)s, for example 7000 × 5000. "
                "Make it smaller and try again."
            ),
            "invalid_image": _("This file is not a picture that can be read. Save it as JPEG or PNG and try again."),
            "invalid_image_extension": _(
                "Pictures of this kind are not accepted (SVG never is). Save it as JPEG or PNG and try again."
            ),
            "invalid_image_known_format": _(
                "The name ends in .%(extension)s, but the content is %(image_format)s. "
                "Save the picture as JPEG or PNG and try again."
            ),
        }
