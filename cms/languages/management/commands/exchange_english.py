from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from wagtail.models import Page, PageQuerySet, Site

from cms.languages.english_po import Outcome, UnusablePo, export_page, import_page, read
from cms.languages.management.arguments import site_at
from cms.languages.sync import pages_of_site
from cms.languages.tree import sources


class Command(BaseCommand):
    help = (
        "Exchanges the English of a whole site with people who translate outside the admin, as one PO file for each "
        "live page: DIR/home.po, DIR/news.po, DIR/news/fog.po and so on. Exporting changes no page. Importing makes "
        "drafts of the pages that have none yet and takes over every sentence that is translated and not marked fuzzy; "
        "people publish them in the admin. Both may be repeated."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("direction", choices=["export", "import"])
        parser.add_argument("--site", metavar="HOST", required=True, help="host name of the site")
        parser.add_argument("directory", metavar="DIR", type=Path)

    def handle(self, *, direction: str, site: str, directory: Path, **options: object) -> None:
        exchange = self._export if direction == "export" else self._import
        exchange(site_at(site), directory)

    def _export(self, site: Site, directory: Path) -> None:
        for page in pages_of(site):
            path = file_of(page, site.root_page, directory)
            path.parent.mkdir(parents=True, exist_ok=True)
            po = export_page(page)
            po.save(str(path))
            self._say(path, _("%(done)s of %(all)s sentences") % {"done": len(po.translated_entries()), "all": len(po)})

    def _import(self, site: Site, directory: Path) -> None:
        if not directory.is_dir():
            raise CommandError(_("There is no directory %(path)s.") % {"path": directory})
        failed = 0
        for page in pages_of(site):
            path = file_of(page, site.root_page, directory)
            if not path.exists():
                continue
            try:
                outcome = import_page(read(path.read_bytes()), page)
            except UnusablePo as error:
                failed += 1
                self._say(path, str(error))
                continue
            if outcome != Outcome():
                self._say(path, str(outcome))
        if failed:
            raise CommandError(_("%(count)s files could not be used; the others were taken over.") % {"count": failed})

    def _say(self, path: Path, message: str) -> None:
        self.stdout.write(f"{path}: {message}")
        self.stdout.flush()


def pages_of(site: Site) -> PageQuerySet:
    """Live Chinese pages of this site only, those above before those below."""
    return (pages_of_site(site) & sources()).live().order_by("path").specific()


def file_of(page: Page, home: Page, directory: Path) -> Path:
    below = page.url_path.removeprefix(home.url_path).strip("/") or "home"
    return directory / f"{below}.po"
