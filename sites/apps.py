from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SitesConfig(AppConfig):
    name = "sites"
    # Without a label of its own it would collide with django.contrib.sites.
    label = "county_sites"
    verbose_name = _("The nine sites")
