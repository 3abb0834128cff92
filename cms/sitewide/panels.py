from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel

from cms.sitewide.inheritance import in_words, inherited


class InheritedFieldPanel(FieldPanel):
    """A field that may stay empty: its help text names the value taken over from the site above."""

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **kwargs) -> None:
            super().__init__(**kwargs)
            if self.form is not None and self.inherited_hint:
                self.help_text = format_lazy("{} {}", self.help_text, self.inherited_hint)

        @cached_property
        def inherited_hint(self) -> str:
            """Empty when no site above has a value for this field."""
            if self.instance.site_id is None:
                return ""
            if not hasattr(self.instance, "_inherited"):
                # All panels of one form ask the same question.
                self.instance._inherited = inherited(self.instance)
            if self.field_name not in self.instance._inherited:
                return ""
            site, value = self.instance._inherited[self.field_name]
            return _("Leave empty to use the value of the site above (%(site)s): %(value)s") % {
                "site": site.site_name or site.hostname,
                "value": in_words(value),
            }
