from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "cms.tv.events"
    label = "tv_events"
    verbose_name = _("Live events of the television interface")
