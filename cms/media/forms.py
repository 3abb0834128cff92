"""The forms of the library. Wagtail and wagtailmedia build the field for a file themselves and know no other place
to exchange it."""

from django import forms
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm

from cms.media.guards import objection_to
from cms.media.uploads.fields import DocumentField, PictureField, PosterField, RecordingField


def exchange(form: forms.ModelForm, name: str, field_class: type[forms.FileField], **options) -> None:
    """The same place, label and widget; nothing when the form has no such field."""
    if old := form.fields.get(name):
        form.fields[name] = field_class(label=old.label, required=old.required, widget=old.widget, **options)


class GuardedMixin:
    """Tells what would be refused when it is saved (guards.py), beside the first field that may not change."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors and (objection := objection_to(self.instance)):
            shown = [name for name in objection.fields if name in self.fields and not self[name].is_hidden]
            self.add_error(shown[0] if shown else "title", objection.message)


class ImageForm(GuardedMixin, BaseImageForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        exchange(self, "file", PictureField)


class DocumentForm(GuardedMixin, BaseDocumentForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        exchange(self, "file", DocumentField)


class MediaForm(GuardedMixin, BaseMediaForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        exchange(self, "file", RecordingField, media_type=self.instance.type)
        exchange(self, "thumbnail", PosterField)
