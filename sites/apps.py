from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SitesConfig(AppConfig):
    name = "sites"
    # Without a label of its own it would collide with django.contrib.sites.
    label = "county_sites"
    verbose_name = _("The nine sites")

    def ready(self) -> None:
        from cms.core.references import register_rule
        from cms.media.privacy import register_boundary
        from sites.isolation import audit
        from sites.isolation.choosing import scope_bulk_actions
        from sites.isolation.owners import visible
        from sites.isolation.policies import register_policies
        from sites.isolation.private_files import belongs_to_another_site

        register_rule(visible)
        register_boundary(belongs_to_another_site)
        scope_bulk_actions()
        register_policies()
        audit.register()
