from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class SitesConfig(AppConfig):
    name = "sites"
    # Without a label of its own it would collide with django.contrib.sites.
    label = "county_sites"
    verbose_name = _("The nine sites")

    def ready(self) -> None:
        from django.contrib.auth import get_user_model
        from wagtail.permissions import register_permission_policy

        from cms.core.references import register_rule
        from cms.media.privacy import register_boundary
        from sites.isolation import audit
        from sites.isolation.choosing import scope_bulk_actions
        from sites.isolation.owners import visible
        from sites.isolation.people import PeoplePolicy
        from sites.isolation.policies import register_policies
        from sites.isolation.private_files import belongs_to_another_site
        from sites.people.bulk import forget_deletion

        register_rule(visible)
        register_boundary(belongs_to_another_site)
        scope_bulk_actions()
        register_policies()
        audit.register()
        forget_deletion()
        register_permission_policy(get_user_model(), PeoplePolicy(get_user_model()))
        # Wagtail's setting for another admin of users. An app config of our own would set it too, but then a single
        # site, which has no counties, would need another list of apps.
        apps.get_app_config("wagtailusers").user_viewset = "sites.people.viewset.PeopleViewSet"
