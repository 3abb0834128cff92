"""Unique words in every text of the other sites: whoever reads one has seen what is not theirs."""

import io
import re
import zipfile
from itertools import count

from django.db import models
from django.http import HttpResponse

# b = Badong, p = what the prefecture does not share. Lichuan's own things carry an l.
FOREIGN = re.compile(r"zz[bp]-[a-z]+-\d+", re.IGNORECASE)
OWN_LETTER, BADONG_LETTER, PREFECTURE_LETTER = "L", "B", "P"
_numbers = count(1)


def mark(letter: str, what: str) -> str:
    return f"ZZ{letter}-{what}-{next(_numbers)}"


def mark_texts(instance: models.Model, letter: str, skip: frozenset[str] = frozenset()) -> models.Model:
    """Writes a mark into every text column that is free and long enough; the caller saves."""
    for field in instance._meta.concrete_fields:
        if not _takes_a_mark(field) or field.name in skip or getattr(instance, field.attname):
            continue
        text = mark(letter, instance._meta.model_name)
        if isinstance(field, models.EmailField):
            text = f"{text}@example.com"
        elif isinstance(field, models.URLField):
            text = f"https://example.com/{text}"
        elif isinstance(field, models.SlugField):
            text = text.lower()
        elif field.name == "tv_pronunciation":
            text = f"{text} {text}"
        if field.max_length is None or len(text) <= field.max_length:
            setattr(instance, field.attname, text)
    return instance


def _takes_a_mark(field: models.Field) -> bool:
    plain = isinstance(field, models.CharField | models.TextField) and not isinstance(field, models.FileField)
    # StreamField and the like keep their own form in a text column.
    return plain and type(field).__module__.startswith("django.") and not field.choices


def marks_in(text: str) -> set[str]:
    return {found.upper() for found in FOREIGN.findall(text)}


def text_of(response: HttpResponse) -> str:
    """All that the answer says: body, unpacked if it is a spreadsheet, and headers."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        archive = zipfile.ZipFile(io.BytesIO(body))
        body = b"\n".join(archive.read(name) for name in archive.namelist())
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{headers}\n{body.decode(errors='replace')}"
