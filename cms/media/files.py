"""Model fields whose files are stored without what tells where and with what they were taken.

Forms take that out when a file arrives (uploads/fields.py); this is for the ways past a form: the upload of many
pictures keeps the first file aside until its description is there, and programs store files of their own.
"""

from django.core.files import File
from django.db import models
from django.db.models.fields.files import FieldFile
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from cms.media.metadata import Damaged, bare


class BareFileMixin:
    def save(self, name: str, content: File, save: bool = True) -> None:
        try:
            content = bare(content)
        except Damaged:
            # What cannot be read cannot be shown either.
            content.seek(0)
        super().save(name, content, save)


class PictureFieldFile(BareFileMixin, WagtailImageFieldFile):
    pass


class RecordingFieldFile(BareFileMixin, FieldFile):
    pass


class PictureField(WagtailImageField):
    attr_class = PictureFieldFile


class RecordingField(models.FileField):
    attr_class = RecordingFieldFile
