"""Whose key a request presents."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from cms.tv.consumers.models import Key
from cms.tv.secrets import digest_of

# Each process remembers keys for so many seconds, so that they cost no query; a revocation is in force after them.
REMEMBERED = 5
# More keys than this at once are somebody's guesses or an error of ours.
MOST = 1000


class UnknownKey(Exception):
    """The request has a key that is none, or is not in force."""


@dataclass(frozen=True)
class Presented:
    """A key in force and what its consumer may do; `until` when it ends, as far as that is known."""

    consumer_id: int
    key_id: int
    name: str
    hint: str
    per_minute: int
    origins: frozenset[str]
    until: datetime


_known: dict[str, tuple[float, Presented]] = {}
_others: dict[str, Callable[[str], bool]] = {}


def register_prefix(prefix: str, may_read: Callable[[str], bool]) -> None:
    """Of secrets that operations check by themselves, such as those of screens. Call from an app's `ready`.

    `may_read`: whether the secret reads what consumers do, while the public may not.
    """
    _others[prefix] = may_read


def presented_key(request: HttpRequest) -> Presented | None:
    """None without a key. Raises UnknownKey for one that is not in force."""
    secret = _secret(request)
    if secret is None or _is_of_others(secret):
        return None
    digest = digest_of(secret)
    key = _remembered(digest) or _looked_up(digest)
    if key is None or key.until <= timezone.now():
        raise UnknownKey
    return key


def has_other_key(request: HttpRequest) -> bool:
    """Reading: whether its holder may. Whatever writes checks the request's secret by itself."""
    secret = _secret(request) or ""
    if not _is_of_others(secret):
        return False
    return request.method == "POST" or _others[_prefix(secret)](secret)


def forget_keys() -> None:
    """What this process remembers; other processes forget by themselves."""
    _known.clear()


def _secret(request: HttpRequest) -> str | None:
    if "X-API-Key" in request.headers:
        return request.headers["X-API-Key"].strip()
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None


def _is_of_others(secret: str) -> bool:
    return _prefix(secret) in _others


def _prefix(secret: str) -> str:
    return secret.partition("_")[0]


def _remembered(digest: str) -> Presented | None:
    seen, key = _known.get(digest, (0.0, None))
    return key if time.monotonic() - seen < REMEMBERED else None


def _looked_up(digest: str) -> Presented | None:
    key = Key.objects.in_force().filter(digest=digest, consumer__active=True).select_related("consumer").first()
    if key is None:
        _known.pop(digest, None)
        return None
    owner = key.consumer
    found = Presented(
        owner.pk, key.pk, owner.name, key.hint, owner.per_minute, owner.allowed_origins, until=key.expires_at
    )
    if len(_known) >= MOST:
        forget_keys()
    _known[digest] = (time.monotonic(), found)
    return found
