"""A screen's side of editions, written from the contract alone: what it shows is always one whole edition."""

import hashlib
import json
import os
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import rfc8785
from nacl.signing import VerifyKey

DAY = 24 * 60 * 60
CHUNK = 4096

# Status, headers and pieces of the body, for a path below the host and the tag that is held.
Get = Callable[[str, str | None], tuple[int, dict[str, str], Iterable[bytes]]]


class Refused(Exception):
    """The server gives out something else than it has signed, or nothing; what is shown stays."""


class EditionClient:
    """Keeps files by their hash in `assets/`, manifests by theirs in `editions/`, and the name of the one that is
    shown in `current`. Nothing else is ever read, and each comes to its name by one rename."""

    def __init__(self, folder: Path, channel: str, get: Get, step: Callable[[str], None] = lambda what: None) -> None:
        self.folder, self.channel, self.get, self.step = folder, channel, get, step
        for name in ("assets", "editions"):
            (folder / name).mkdir(parents=True, exist_ok=True)

    def shown(self, now: float | None = None) -> dict[str, Any] | None:
        """The manifest; None before the first and when the server has not been reached for too long."""
        current = self.folder / "current"
        if not current.exists():
            return None
        edition = json.loads((self.folder / "editions" / current.read_text()).read_bytes())
        age = (now or time.time()) - current.stat().st_mtime
        return edition if age < edition["keep_days"] * DAY else None

    def sync(self) -> None:
        """May be cut off anywhere. Raises Refused."""
        held = self.folder / "current"
        tag = f'"{held.read_text()}"' if held.exists() else None
        status, _headers, body = self._get(f"/api/tv/v1/editions/current?channel={self.channel}", tag)
        if status == 304:
            os.utime(held)
            return
        if status != 200:
            raise Refused(status)
        signed, edition = self._verified(json.loads(b"".join(body)))
        for asset in edition["assets"]:
            self._fetch(asset)
        name = hashlib.sha256(signed).hexdigest()
        self._put(self.folder / "editions" / name, [signed])
        self._put(held, [name.encode()])
        self._tidy(edition, name)

    def _verified(self, answer: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
        signed, signature = rfc8785.dumps(answer["edition"]), answer["signature"]
        _status, _headers, body = self._get("/api/tv/v1/keys", None)
        keys = {key["kid"]: key["x"] for key in json.loads(b"".join(body))["items"]}
        VerifyKey(_decoded(keys[signature["key"]])).verify(signed, _decoded(signature["value"]))
        return signed, answer["edition"]

    def _fetch(self, asset: dict[str, Any]) -> None:
        target = self.folder / "assets" / asset["sha256"]
        if target.exists():
            return
        status, _headers, body = self._get(asset["url"], None)
        if status != 200:
            raise Refused(status)
        self._put(target, body, asset["sha256"])

    def _put(self, target: Path, pieces: Iterable[bytes], digest: str | None = None) -> None:
        """Under another name until it is whole."""
        unfinished, hashed = self.folder / "unfinished", hashlib.sha256()
        with unfinished.open("wb") as file:
            for piece in pieces:
                for start in range(0, len(piece), CHUNK):
                    self.step("write")
                    part = piece[start : start + CHUNK]
                    file.write(part)
                    hashed.update(part)
        if digest and hashed.hexdigest() != digest:
            raise Refused(target.name)
        self.step("rename")
        unfinished.replace(target)

    def _tidy(self, edition: dict[str, Any], name: str) -> None:
        """What is not shown any more goes: it may have been withdrawn."""
        wanted = {asset["sha256"] for asset in edition["assets"]} | {name}
        for file in [*(self.folder / "assets").iterdir(), *(self.folder / "editions").iterdir()]:
            if file.name not in wanted:
                self.step("remove")
                file.unlink()

    def _get(self, path: str, tag: str | None) -> tuple[int, dict[str, str], Iterable[bytes]]:
        self.step("get")
        return self.get(path, tag)


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
