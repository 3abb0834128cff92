import logging
from collections import Counter

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, PageQuerySet, Site

from cms.languages.management.arguments import site_at
from cms.languages.sync import REFUSED, pages_of_site, remove_orphans, sync_languages
from cms.languages.tree import sources, traditional_locale


class Command(BaseCommand):
    help = (
        "Brings the pages in other languages in line with the simplified ones: makes those in traditional characters "
        "that are missing (home pages of new sites first) or out of date, takes down translations whose source is not "
        "online, and removes traditional pages without a source. English pages are written by people and only ever "
        "taken down. Run it after adding a site or a language, or after changing pages past Wagtail; it prints every "
        "page it touches, is safe to run again and may be interrupted. A page that may not go live is named with the "
        "reason, keeps no other page waiting, and makes the command end with an error."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--site", metavar="HOST", help="only this site, for example lichuan.localhost")
        parser.add_argument("--dry-run", action="store_true", help="print what would be done and change nothing")

    def handle(self, *, site: str | None, dry_run: bool, **options: object) -> None:
        # Wagtail logs three lines for every page.
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        if traditional_locale() is None:
            raise CommandError(_("There is no locale zh-hant. Run “manage.py provision_sites” first."))
        pages = pages_of_site(site_at(site)) if site else Page.objects.all()
        self.touched: Counter[str] = Counter()
        self.refused = 0
        if dry_run:
            try:
                with transaction.atomic():
                    self._sync(pages)
                    transaction.set_rollback(True)
            finally:
                Site.clear_site_root_paths_cache()
        else:
            self._sync(pages)
        self._summary(dry_run)

    def _sync(self, pages: PageQuerySet) -> None:
        sync_languages(pages & sources(), self._progress)
        remove_orphans(pages, self._progress)

    def _progress(self, what: str, page: Page, why: str) -> None:
        if what == REFUSED:
            self.refused += 1
            self.stderr.write(f"  {_('refused')}  {page.url_path}  {why}")
            return
        words = {
            "created": _("created"),
            "changed": _("changed"),
            "taken down": _("taken down"),
            "removed": _("removed"),
        }
        self.touched[what] += 1
        self.stdout.write(f"  {words[what]}  {page.url_path}")
        self.stdout.flush()

    def _summary(self, dry_run: bool) -> None:
        count = sum(self.touched.values())
        if not count and not self.refused:
            message = _("Everything is in place: nothing to do.")
        elif dry_run:
            message = _("%(count)s changes would be made. Nothing was changed.")
        else:
            message = _("%(count)s changes made.")
        self.stdout.write(self.style.SUCCESS(message % {"count": count}))
        if self.refused:
            raise CommandError(
                _("%(count)s pages were refused. What is said of each above has to be settled first.")
                % {"count": self.refused}
            )
