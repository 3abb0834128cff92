from django.utils.functional import cached_property
from wagtail.admin.panels import Panel

from cms.editorial.risk.choices import Level
from cms.editorial.risk.rules import rules_above
from cms.editorial.risk.words import column_type_labels, page_type_labels


class FromAbovePanel(Panel):
    """What the sites above demand already; nothing where there is no site above."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "risk/from_above_panel.html"

        @cached_property
        def rules(self):
            return rules_above(self.instance.site) if self.instance.site_id else None

        def is_shown(self) -> bool:
            return self.rules is not None

        def get_context_data(self, parent_context: dict | None = None) -> dict:
            demanded = [*page_type_labels(self.rules.page_types), *column_type_labels(self.rules.column_types)]
            days = [(Level(level).label, number) for level, number in self.rules.days.items()]
            return super().get_context_data(parent_context) | {"demanded": demanded, "days": days}
