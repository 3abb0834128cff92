from math import isqrt

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.images.forms import BaseImageForm


class ImageForm(BaseImageForm):
    """Says in the editor's words which pictures are accepted and what to do about one that is not."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "file" not in self.fields:
            return
        field = self.fields["file"]
        # As the sides of a picture in the usual 4:3, which say more than a number in millions.
        width = isqrt(field.max_image_pixels * 4 // 3)
        limits = {
            "size": filesizeformat(field.max_upload_size),
            "width": width,
            "height": field.max_image_pixels // width,
        }
        field.help_text = (
            _("JPEG, PNG, WebP, AVIF or GIF, at most %(size)s and about %(width)s × %(height)s pixels.") % limits
        )
        too_large = _("The file is too large: at most %(size)s. Save the picture smaller and try again.") % limits
        field.error_messages |= {
            "file_too_large": too_large,
            "file_too_large_unknown_size": too_large,
            "file_too_many_pixels": _(
                "The picture has too many pixels: at most about %(width)s × %(height)s. Make it smaller and try again."
            )
            % limits,
            "invalid_image": _("This file is not a picture that can be read. Save it as JPEG or PNG and try again."),
            "invalid_image_extension": _(
                "Pictures of this kind are not accepted (SVG never is). Save it as JPEG or PNG and try again."
            ),
            # Wagtail fills in these two.
            "invalid_image_known_format": _(
                "The name ends in .%(extension)s, but the content is %(image_format)s. "
                "Save the picture as JPEG or PNG and try again."
            ),
        }
