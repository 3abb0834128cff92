import os
import unicodedata

# Local disks allow 255 bytes for a name, and a Chinese character is three of them in UTF-8.
MAX_STEM = 60
MAX_EXTENSION = 10
# Controls; invisible characters, among them those that turn the direction of writing round and so hide the real
# extension; halves of pairs; private use.
UNWANTED = {"Cc", "Cf", "Cs", "Co"}


def safe_name(name: str) -> str:
    """A name that every disk, header and reader takes for what it is; never decides about a folder."""
    name = unicodedata.normalize("NFC", os.path.basename(name.replace("\\", "/")))
    name = "".join(" " if unicodedata.category(one) in UNWANTED else one for one in name)
    stem, extension = os.path.splitext(" ".join(name.split()).strip(". "))
    if len(extension) > MAX_EXTENSION + 1:
        stem, extension = stem + extension, ""
    return (stem[:MAX_STEM].strip(". ") or "file") + extension.replace(" ", "")


def extension_of(name: str) -> str:
    return os.path.splitext(name)[1][1:].lower()
