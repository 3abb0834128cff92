"""Panels of the page editor that are no form fields."""

from django.apps import apps
from wagtail.admin.panels import Panel
from wagtail.models import Page, Site


class SiteBadgePanel(Panel):
    """Tells on top of the editor, in the site's own colour, whose page this is: nobody edits the wrong county."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "core/panels/site_badge.html"

        def get_context_data(self, parent_context: dict | None = None) -> dict:
            context = super().get_context_data(parent_context)
            site = site_of(self.instance)
            if site is not None:
                identity = apps.get_model("sitewide.SiteIdentity").for_site(site)
                context |= {"site": site, "theme": identity.theme}
            return context


def site_of(page: Page) -> Site | None:
    """The most specific site above a page, also for one that is only being created."""
    placed = page if page.path else getattr(page, "_cached_parent_obj", None)
    if placed is None:
        return None
    parts = placed.specific.get_url_parts()
    return Site.objects.get(pk=parts[0]) if parts else None
