"""Secrets of programs: shown once to whoever makes one, kept as a digest."""

import hashlib
import secrets


def new_secret(prefix: str) -> str:
    """`<prefix>_` and 256 bits of chance; the prefix tells people and secret scanners what they have found."""
    return f"{prefix}_{secrets.token_urlsafe(32)}"


def digest_of(secret: str) -> str:
    """SHA-256 in hex. Nobody guesses 256 bits, so a slow hash would only slow down every request."""
    return hashlib.sha256(secret.encode()).hexdigest()
