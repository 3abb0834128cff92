"""What several commands take from their command line."""

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from wagtail.models import Site


def site_at(host: str) -> Site:
    """The site with this host name; CommandError with the known ones when there is none."""
    site = Site.objects.filter(hostname=host).select_related("root_page").first()
    if site is None:
        known = ", ".join(Site.objects.order_by("hostname").values_list("hostname", flat=True))
        raise CommandError(_("There is no site “%(host)s”. Known are: %(known)s.") % {"host": host, "known": known})
    return site
