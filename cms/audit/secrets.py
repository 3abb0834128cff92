"""Which names stand for something that must not be written down anywhere."""

import re

SECRET = re.compile(r"pass(word|wd|code)|secret|token|digest|hash|session|signature|uidb|recovery|otp|(^|_)key($|_|\d)")


def is_secret(name: str) -> bool:
    return bool(SECRET.search(name.lower()))
