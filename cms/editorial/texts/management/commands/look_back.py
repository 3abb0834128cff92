from django.core.management.base import BaseCommand
from django.utils.translation import ngettext
from wagtail.models import Site

from cms.editorial.texts.lexicon import chain_of_site
from cms.editorial.texts.look_back import look_back


class Command(BaseCommand):
    help = (
        "Checks everything that is live with the present lists of words and keeps what is found for the report. "
        "Changes of a list and publications do the same by themselves; run this every night for what changed "
        "without either, such as the description of a picture. Safe to run again."
    )

    def handle(self, *, verbosity: int, **options: object) -> None:
        sites = Site.objects.select_related("root_page").order_by("root_page__path")
        count = sum(look_back(site.pk) for site in sites if len(chain_of_site(site)) == 1)
        if verbosity:
            self.stdout.write(ngettext("%(count)s finding", "%(count)s findings", count) % {"count": count})
