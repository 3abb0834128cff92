"""A program of its own that reads a document from standard input and prints its text.

Files come from outside: one that makes a library run forever or fill the memory ends this process and nothing else.
"""

import resource
import sys
from io import BytesIO
from itertools import islice

MAX_PAGES = 50
MAX_CHARACTERS = 200_000
MAX_MEMORY = 1024**3


def pdf_text(content: bytes) -> str:
    from pypdf import PdfReader

    pages = PdfReader(BytesIO(content)).pages
    return "\n".join(page.extract_text() for page in islice(pages, MAX_PAGES))


def docx_text(content: bytes) -> str:
    """Paragraphs and table cells in the document's order."""
    from docx import Document
    from docx.table import Table

    parts = []
    for item in Document(BytesIO(content)).iter_inner_content():
        if isinstance(item, Table):
            parts += ["\t".join(cell.text for cell in row.cells) for row in item.rows]
        else:
            parts.append(item.text)
    return "\n".join(parts)


READERS = {"pdf": pdf_text, "docx": docx_text}

if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    text = READERS[sys.argv[1]](sys.stdin.buffer.read())
    # Fonts without a table of characters give NUL bytes and halves of pairs, which no database stores.
    clean = text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")
    sys.stdout.buffer.write(clean[:MAX_CHARACTERS].encode("utf-8"))
