"""The forms of the library. Wagtail and wagtailmedia build the field for a file themselves and know no other place
to exchange it."""

from django import forms
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm

from cms.media.uploads.fields import DocumentField, PictureField, PosterField, RecordingField


def exchange(form: forms.ModelForm, name: str, field_class: type[forms.FileField], **options) -> None:
    """The same place, label and widget; nothing when the form has no such field."""
    if old := form.fields.get(name):
        form.fields[name] = field_class(label=old.label, required=old.required, widget=old.widget, **options)


class ImageForm(BaseImageForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        exchange(self, "file", PictureField)


class DocumentForm(BaseDocumentForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        exchange(self, "file", DocumentField)


class MediaForm(BaseMediaForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        exchange(self, "file", RecordingField, media_type=self.instance.type)
        exchange(self, "thumbnail", PosterField)
