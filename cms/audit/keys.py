"""The secrets that sign the audit.

They are derived from the setting AUDIT_KEYS: the first signs, all of them verify. So a key is changed by putting a new
one in front; rows that the old one has signed stay verifiable as long as it stays in the list. The database holds none
of them: somebody who can only write there cannot compute a hash that fits.
"""

import hashlib
import hmac
from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.core.signals import setting_changed


@cache
def _keys() -> dict[str, bytes]:
    """By an id that says nothing about the key; the signing key first."""
    derived = [hashlib.sha256(f"cms.audit:{secret}".encode()).digest() for secret in settings.AUDIT_KEYS]
    return {_digest(key, b"id")[:8]: key for key in derived}


def signing_key_id() -> str:
    return next(iter(_keys()))


def sign(key_id: str, message: str) -> str | None:
    """The hash of a message, None if the key is not among AUDIT_KEYS."""
    key = _keys().get(key_id)
    return None if key is None else _digest(key, message.encode())


def _digest(key: bytes, message: bytes) -> str:
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def _forget_keys(sender: object, setting: str, **kwargs: Mapping) -> None:
    """Sent by override_settings only."""
    if setting == "AUDIT_KEYS":
        _keys.cache_clear()


setting_changed.connect(_forget_keys)
