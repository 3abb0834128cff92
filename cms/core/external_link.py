"""The dialogue for a link to elsewhere, as Wagtail has it, but not with an error 500 for a form that lacks the address.

Wagtail (8.0, admin/forms/choosers.py: URLOrAbsolutePathField) looks at the address before it knows whether there is
one. This can go when it does so no longer.
"""

from wagtail.admin.forms.choosers import ExternalLinkChooserForm, URLOrAbsolutePathField
from wagtail.admin.views import chooser


class AddressField(URLOrAbsolutePathField):
    def to_python(self, value: str | None) -> str:
        return super().to_python(value or "")


class ExternalLinkForm(ExternalLinkChooserForm):
    url = AddressField(label=ExternalLinkChooserForm.base_fields["url"].label)


class ExternalLinkView(chooser.ExternalLinkView):
    form_class = ExternalLinkForm
