"""The text inside documents, for the search: read in the background when a file is new."""

import logging
import subprocess
import sys
from functools import partial
from pathlib import Path

from django.db import transaction
from django.db.models.signals import post_save, pre_save

from cms.media import text_reader
from cms.media.models import Document

logger = logging.getLogger(__name__)

MAX_BYTES = 32 * 1024 * 1024
MAX_SECONDS = 60


def text_of(document: Document) -> str:
    """Empty for other kinds of files and for those that cannot be read: encrypted, damaged, endless."""
    kind = document.file_extension.lower()
    if kind not in text_reader.READERS:
        return ""
    try:
        with document.open_file() as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise ValueError(f"more than {MAX_BYTES} bytes")
        done = subprocess.run(  # noqa: S603 - our own program; the file is only its input
            [sys.executable, "-I", str(Path(text_reader.__file__)), kind],
            input=content,
            capture_output=True,
            timeout=MAX_SECONDS,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        last_line = error.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        logger.warning("No text from document %s: %s", document.pk, last_line)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        logger.warning("No text from document %s: %s", document.pk, error)
    else:
        return done.stdout.decode("utf-8")
    return ""


def note_new_file(instance: Document, raw: bool, update_fields: frozenset[str] | None, **kwargs) -> None:
    if raw or (update_fields is not None and "file" not in update_fields):
        instance._has_new_file = False
        return
    before = Document.objects.filter(pk=instance.pk).values_list("file", flat=True).first() if instance.pk else None
    # A file that is not stored yet may bear the name of the one it replaces.
    instance._has_new_file = before != instance.file.name or not instance.file._committed


def enqueue_reading(instance: Document, **kwargs) -> None:
    from cms.media.tasks import read_document

    if instance._has_new_file:
        transaction.on_commit(partial(read_document.enqueue, instance.pk))


def register() -> None:
    pre_save.connect(note_new_file, sender=Document)
    post_save.connect(enqueue_reading, sender=Document)
