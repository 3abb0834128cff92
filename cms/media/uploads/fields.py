"""The form fields through which files come in. Each refuses what is not of its kind and passes on what may be kept.

The file keeps the other fields' values company: whatever is wrong with it is an error of this one field.
"""

from collections.abc import Sequence
from math import isqrt

import filetype
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.documents.fields import WagtailDocumentField
from wagtail.images.fields import WagtailImageField
from wagtailmedia.models import ALLOWED_EXTENSIONS_THUMBNAIL
from wagtailmedia.settings import wagtailmedia_settings

from cms.media.metadata import Damaged, bare
from cms.media.uploads.archives import check_office, check_zip
from cms.media.uploads.names import extension_of, safe_name
from cms.media.uploads.pdf import check_pdf
from cms.media.uploads.pictures import MAX_FRAMES, UnusablePicture, check_picture
from cms.media.uploads.plain_text import check_plain_text
from cms.media.uploads.recordings import check_recording

DOCUMENT_CHECKS = {
    **dict.fromkeys(("csv", "txt"), check_plain_text),
    **dict.fromkeys(("docx", "odt", "pptx", "xlsx"), check_office),
    "pdf": check_pdf,
    "zip": check_zip,
}


class PictureField(WagtailImageField):
    """Says in the editor's words which pictures are accepted and what to do about one that is not."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # As the sides of a picture in the usual 4:3, which say more than a number in millions.
        width = isqrt(self.max_image_pixels * 4 // 3)
        limits = {
            "size": filesizeformat(self.max_upload_size),
            "width": width,
            "height": self.max_image_pixels // width,
        }
        self.help_text = (
            _("JPEG, PNG, WebP, AVIF or GIF, at most %(size)s and about %(width)s × %(height)s pixels.") % limits
        )
        too_large = _("The file is too large: at most %(size)s. Save the picture smaller and try again.") % limits
        self.error_messages |= {
            "file_too_large": too_large,
            "file_too_large_unknown_size": too_large,
            "file_too_many_pixels": _(
                "The picture has too many pixels: at most about %(width)s × %(height)s. Make it smaller and try again."
            )
            % limits,
            "too_many_frames": _(
                "The animation is too long: at most %(frames)s frames, and all of them together at most about "
                "%(width)s × %(height)s pixels. Shorten it or upload it as a video."
            )
            % {**limits, "frames": MAX_FRAMES},
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

    def to_python(self, data: UploadedFile | None) -> File | None:
        """Wagtail's own check decodes before it counts pixels and fails for damaged files, so ours comes first."""
        if data in self.empty_values:
            return None
        data.name = safe_name(data.name)
        self.check_image_file_size(data)
        self._check_kind(data)
        try:
            check_picture(data, extension_of(data.name), self.max_image_pixels)
            return super().to_python(bare(data))
        except UnusablePicture as error:
            raise self._error(error.code) from error
        except Damaged as error:
            raise self._error("invalid_image") from error

    def _check_kind(self, data: UploadedFile) -> None:
        extension = extension_of(data.name)
        if extension not in self.allowed_image_extensions:
            raise self._error("invalid_image_extension")
        found = filetype.guess_extension(data)
        if found and found != extension.replace("jpeg", "jpg"):
            raise self._error("invalid_image_known_format", extension=extension, image_format=found)

    def _error(self, code: str, **params: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)

    def check_image_pixel_size(self, f: File) -> None:
        """Done already."""


class PosterField(PictureField):
    """The picture of a film, which players load as it is: only kinds that all of them know."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.allowed_image_extensions = ALLOWED_EXTENSIONS_THUMBNAIL
        self.help_text = _("JPEG, PNG, WebP or GIF, at most %(size)s.") % {"size": self.max_upload_size_text}


class DocumentField(WagtailDocumentField):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        limits = {"kinds": _names(settings.WAGTAILDOCS_EXTENSIONS), "size": filesizeformat(self.max_upload_size)}
        self.help_text = _("%(kinds)s, at most %(size)s.") % limits
        self.error_messages |= {
            "file_too_large": _("The file is too large: at most %(size)s. Make it smaller or divide it.") % limits,
            "invalid_extension": _("Files of this kind are not accepted, only %(kinds)s.") % limits,
        }
        self.widget.attrs["accept"] = _accept(settings.WAGTAILDOCS_EXTENSIONS)

    def to_python(self, data: UploadedFile | None) -> UploadedFile | None:
        if data in self.empty_values:
            return None
        data.name = safe_name(data.name)
        super().to_python(data)
        extension = extension_of(data.name)
        if extension not in settings.WAGTAILDOCS_EXTENSIONS:
            raise ValidationError(self.error_messages["invalid_extension"], code="invalid_extension")
        DOCUMENT_CHECKS[extension](data, extension)
        return data


class RecordingField(forms.FileField):
    """A sound or a film, as `media_type` says."""

    def __init__(self, *args, media_type: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        kinds = wagtailmedia_settings
        self.extensions = kinds.AUDIO_EXTENSIONS if media_type == "audio" else kinds.VIDEO_EXTENSIONS
        limits = {"kinds": _names(self.extensions), "size": filesizeformat(settings.MEDIA_MAX_UPLOAD_SIZE)}
        self.help_text = _("%(kinds)s, at most %(size)s.") % limits
        self.error_messages |= {
            "file_too_large": _(
                "The file is too large: at most %(size)s. Export it with a lower resolution and try again."
            )
            % limits,
            "invalid_extension": _("Files of this kind are not accepted, only %(kinds)s.") % limits,
        }
        self.widget.attrs["accept"] = _accept(self.extensions)

    def to_python(self, data: UploadedFile | None) -> File | None:
        if data in self.empty_values:
            return None
        data.name = safe_name(data.name)
        super().to_python(data)
        if data.size > settings.MEDIA_MAX_UPLOAD_SIZE:
            raise ValidationError(self.error_messages["file_too_large"], code="file_too_large")
        extension = extension_of(data.name)
        if extension not in self.extensions:
            raise ValidationError(self.error_messages["invalid_extension"], code="invalid_extension")
        try:
            check_recording(data, extension)
            return bare(data)
        except Damaged as error:
            message = _("This is no complete .%(extension)s file. Export it again and try once more.")
            raise ValidationError(message, code="damaged", params={"extension": extension}) from error


class TableField(forms.FileField):
    """A table that is read at once, as a whole, and not kept."""

    MAX_BYTES = 2 * 1024 * 1024
    MAX_UNPACKED = 20 * 1024 * 1024
    EXTENSIONS = ("csv", "tsv", "xlsx")

    def to_python(self, data: UploadedFile | None) -> UploadedFile | None:
        if data in self.empty_values:
            return None
        data.name = safe_name(data.name)
        super().to_python(data)
        extension = extension_of(data.name)
        if extension not in self.EXTENSIONS:
            message = _("Files of this kind are not accepted, only %(kinds)s.")
            raise ValidationError(message, code="invalid_extension", params={"kinds": _names(self.EXTENSIONS)})
        if data.size > self.MAX_BYTES:
            message = _("The file is too large: at most %(size)s. Make it smaller or divide it.")
            raise ValidationError(message, code="file_too_large", params={"size": filesizeformat(self.MAX_BYTES)})
        if extension == "xlsx":
            check_office(data, extension, self.MAX_UNPACKED)
        else:
            check_plain_text(data, extension)
        return data


def _names(extensions: Sequence[str]) -> str:
    return ", ".join(extensions).upper()


def _accept(extensions: Sequence[str]) -> str:
    return ",".join(f".{extension}" for extension in extensions)
