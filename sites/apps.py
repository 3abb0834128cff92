from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SitesConfig(AppConfig):
    name = "sites"
    # Without a label of its own it would collide with django.contrib.sites.
    label = "county_sites"
    verbose_name = _("The nine sites")

    def ready(self) -> None:
        from cms.core.references import register_rule
        from sites.isolation.choosing import scope_bulk_actions
        from sites.isolation.owners import visible
        from sites.isolation.policies import register_policies

        register_rule(visible)
        scope_bulk_actions()
        register_policies()
