from django.core.management.base import BaseCommand, CommandError

from cms.languages.catalogue import SIMPLIFIED, TRADITIONAL, derived_catalogue


class Command(BaseCommand):
    help = (
        "Makes the interface texts in traditional characters from those in simplified ones. "
        "Run it after every change to cms/locale/zh_Hans; exceptions are in cms/locale/zh_Hant/terms.toml."
    )

    def handle(self, *args, **options) -> None:
        catalogue = derived_catalogue()
        if missing := catalogue.untranslated_entries():
            raise CommandError(f"{SIMPLIFIED} lacks {len(missing)} texts, the first: {missing[0].msgid!r}")
        TRADITIONAL.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(TRADITIONAL))
        catalogue.save_as_mofile(str(TRADITIONAL.with_suffix(".mo")))
        self.stdout.write(f"{len(catalogue)} texts in traditional characters.")
