"""Texts in one form for comparing: width, capital letters and invisible characters make no difference."""

import unicodedata

# Also the variation selectors, which choose among pictures of a character.
INVISIBLE = {
    0xAD,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2065),
    0xFEFF,
    *range(0xFE00, 0xFE10),
}


class _Forms(dict):
    """Code point -> its form. Filled as characters come; a text uses few different ones."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if code in INVISIBLE:
            form = ""
        elif unicodedata.category(character) == "No":
            # ① is not the digit 1, and m² no number of two digits.
            form = character
        else:
            form = unicodedata.normalize("NFKC", character).lower()
        self[code] = form
        return form


_forms = _Forms()


def normal(text: str) -> str:
    return text.translate(_forms)


def starts(text: str) -> list[int]:
    """For each position of `normal(text)`, and for its end, the position in the text itself."""
    found = [index for index, character in enumerate(text) for _part in range(len(_forms[ord(character)]))]
    return [*found, len(text)]
