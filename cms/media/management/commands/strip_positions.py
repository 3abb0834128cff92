from collections.abc import Iterator
from functools import partial

from django.core.files import File
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.db.models.fields.files import FieldFile

from cms.media.guards import unseen_change
from cms.media.metadata import Damaged, bare
from cms.media.models import Image, Media


class Command(BaseCommand):
    help = "Takes positions and other metadata out of pictures and films stored before uploads were bared of them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only name the files")

    def handle(self, *args: object, dry_run: bool, **options: object) -> None:
        changed = 0
        for file in stored_files():
            name = file.name
            try:
                # Read anew: a file that the storage has given out belongs to that storage.
                with file.storage.open(name) as content:
                    stripped = bare(content)
                    if stripped is content:
                        continue
                    if not dry_run:
                        replace(file, stripped)
            except (OSError, *Damaged) as error:
                self.stderr.write(f"{name}: {error!r}")
                continue
            changed += 1
            self.stdout.write(name)
        verb = "would be bared" if dry_run else "bared"
        self.stdout.write(f"{changed} files {verb} of metadata.")


def stored_files() -> Iterator[FieldFile]:
    # Not by an iterator: on SQLite nothing could be written under it once somebody else has written.
    for image in Image.objects.all():
        yield image.file
    for media in Media.objects.all():
        yield media.file
        if media.thumbnail:
            yield media.thumbnail


def replace(file: FieldFile, stripped: File) -> None:
    """Under a new name, so that no cache and no reader ever has half of one and half of the other."""
    owner, old_name, storage = file.instance, file.name, file.storage
    file.save(old_name.rpartition("/")[2], stripped, save=False)
    if isinstance(owner, Image):
        owner._set_image_file_metadata()
    with transaction.atomic(), unseen_change():
        owner.save()
        if isinstance(owner, Image):
            owner.renditions.all().delete()
        transaction.on_commit(partial(storage.delete, old_name))
