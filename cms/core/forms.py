from wagtail.admin.forms import WagtailAdminPageForm

from cms.core.form_checks import FormChecksMixin
from cms.core.references import ReferenceFormMixin


class BasePageForm(FormChecksMixin, ReferenceFormMixin, WagtailAdminPageForm):
    """Page form whose slug may stay empty: saving the page spells it (BasePage)."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
