"""Panels of the page editor that are no form fields."""

from datetime import datetime

from django.apps import apps
from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import Page, Site

# What the rooms above show on top of every page's editor.
_editor_panels: list[type[Panel]] = []


def register_editor_panel(panel: type[Panel]) -> None:
    """Call from an app's `ready`. Panels stand below the site's badge in the order in which they are registered."""
    if panel not in _editor_panels:
        _editor_panels.append(panel)


def editor_panels() -> list[Panel]:
    return [panel() for panel in _editor_panels]


class SiteBadgePanel(Panel):
    """Tells on top of the editor, in the site's own colour, whose page this is: nobody edits the wrong county."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "core/panels/site_badge.html"

        def get_context_data(self, parent_context: dict | None = None) -> dict:
            context = super().get_context_data(parent_context)
            # A page that is only being created has no place of its own yet; its form knows the parent.
            site = site_of(self.instance if self.instance.path else self.form.parent_page)
            if site is not None:
                identity = apps.get_model("sitewide.SiteIdentity").for_site(site)
                context |= {"site": site, "theme": identity.theme}
            return context


class FirstPublishedPanel(FieldPanel):
    """Only to be read; Wagtail's would say “None” of what was never live."""

    def format_value_for_display(self, value: datetime | None) -> object:
        return super().format_value_for_display(value) if value else _("Not published yet")


def site_of(page: Page) -> Site | None:
    """The most specific site above a page; None for a page outside every site."""
    parts = page.specific.get_url_parts()
    return Site.objects.get(pk=parts[0]) if parts else None
