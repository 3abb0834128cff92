"""Standard Webhooks: how a receiver knows that a delivery is ours, whole and new."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

PREFIX = "whsec_"


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def headers(message: str, timestamp: int, body: bytes, keys: Iterable[str]) -> dict[str, str]:
    """One signature for each secret, so that a receiver may change to a new one when it likes."""
    signed = f"{message}.{timestamp}.".encode() + body
    signatures = [hmac.new(base64.b64decode(key.removeprefix(PREFIX)), signed, hashlib.sha256) for key in keys]
    return {
        "webhook-id": message,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{base64.b64encode(one.digest()).decode()}" for one in signatures),
    }


def seal(secret: str) -> str:
    """For the database: a copy of it alone signs nothing."""
    return _fernet().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str | None:
    """None if it was sealed under a SECRET_KEY that is gone."""
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [salted_hmac("cms.tv.webhooks", "", secret=key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
