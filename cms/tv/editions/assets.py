"""Files of editions, kept under their content's name: stored once, whatever becomes of the file they were made from."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from django.core.files import File
from django.core.files.storage import default_storage

from cms.tv.editions.models import EditionAsset


@dataclass(frozen=True)
class Kept:
    sha256: str
    size: int
    mime: str

    def asset(self, **belongs_to: object) -> EditionAsset:
        return EditionAsset(sha256=self.sha256, size=self.size, mime=self.mime, **belongs_to)


def name_of(digest: str) -> str:
    """In the storage, where no address below MEDIA_URL leads."""
    return f"tv/assets/{digest[:2]}/{digest}"


def keep(content: File, mime: str) -> Kept:
    """`content` is read twice and stays open. Raises OSError."""
    hashed, size = sha256(), 0
    for chunk in content.chunks():
        hashed.update(chunk)
        size += len(chunk)
    kept = Kept(hashed.hexdigest(), size, mime)
    if not _is_there(kept):
        _store(kept, content)
    return kept


def keep_bytes(content: bytes, mime: str) -> Kept:
    return keep(File(BytesIO(content)), mime)


def keep_stored(name: str, mime: str) -> Kept | None:
    """A copy of a file in the storage; None if it is gone."""
    try:
        with default_storage.open(name) as content:
            return keep(content, mime)
    except OSError:
        return None


def _is_there(kept: Kept) -> bool:
    """Whole: what was cut off while it was stored is stored again."""
    name = name_of(kept.sha256)
    return default_storage.exists(name) and default_storage.size(name) == kept.size


def _store(kept: Kept, content: File) -> None:
    name = name_of(kept.sha256)
    default_storage.delete(name)
    content.seek(0)
    stored = default_storage.save(name, content)
    if stored != name:
        # Somebody else was faster with the same content.
        default_storage.delete(stored)
