"""The canonical form of an edition and its signature.

The keys are derived from the setting TV_SIGNING_KEYS, as those of the audit are: the first signs, the public halves of
all are published. So a key is changed by putting a new secret in front; the old one goes when no screen can hold an
edition any more that it has signed, after `KEEP_DAYS`.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.signals import setting_changed

ALGORITHM = "Ed25519"
# How long a screen without network may go on with the last edition that it has.
KEEP_DAYS = 7


def canonical(value: Any) -> str:
    """RFC 8785, for values without fractions, whose spelling differs between languages; raises TypeError for these."""
    _refuse_fractions(value)
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def _refuse_fractions(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError(f"{value} has no place in a signed edition: write it as text.")
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _refuse_fractions(part)


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def sign(text: str) -> tuple[str, str]:
    """The id of the key and the signature."""
    kid, key = next(iter(_keys().items()))
    return kid, _base64url(key.sign(text.encode()))


def public_keys() -> list[dict[str, str]]:
    """As JWK (RFC 8037); that which signs now first."""
    return [_jwk(key) | {"kid": kid} for kid, key in _keys().items()]


def signing_key_id() -> str:
    return next(iter(_keys()))


@cache
def _keys() -> dict[str, Ed25519PrivateKey]:
    keys = [_derived(secret) for secret in settings.TV_SIGNING_KEYS]
    return {_thumbprint(key): key for key in keys}


def _derived(secret: str) -> Ed25519PrivateKey:
    seed = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"cms.tv.editions").derive(secret.encode())
    return Ed25519PrivateKey.from_private_bytes(seed)


def _jwk(key: Ed25519PrivateKey) -> dict[str, str]:
    return {"crv": ALGORITHM, "kty": "OKP", "x": _base64url(key.public_key().public_bytes_raw())}


def _thumbprint(key: Ed25519PrivateKey) -> str:
    """RFC 7638."""
    return _base64url(sha256(canonical(_jwk(key)).encode()).digest())


def _base64url(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def _forget_keys(sender: object, setting: str, **kwargs: Mapping) -> None:
    """Sent by override_settings only."""
    if setting == "TV_SIGNING_KEYS":
        _keys.cache_clear()


setting_changed.connect(_forget_keys)
