"""A receiver of webhooks as somebody outside would write it: a real server that only knows the contract."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Receiver:
    """Keeps what it is told. `decide` says which status it answers next; what it refuses it forgets at once."""

    def __init__(self, secret: str = "") -> None:
        self.secret = secret
        self.decide: Callable[[], int] = lambda: 204
        self.held: dict[tuple[str, str], str] = {}
        self.bodies: list[dict[str, Any]] = []
        self.forged: list[str] = []
        self.at = 0.0
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?from=enshi"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def is_signed(self, headers: Any, body: bytes) -> bool:
        if abs(time.time() - int(headers["webhook-timestamp"])) > 300:
            return False
        words = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        wanted = "v1," + base64.b64encode(hmac.new(key, words, hashlib.sha256).digest()).decode()
        return wanted in headers["webhook-signature"].split(" ")

    def take(self, body: bytes) -> None:
        answer = json.loads(body)
        self.bodies.append(answer)
        for change in answer["changes"]:
            key = (change["id"], change["locale"])
            if change["op"] == "upsert":
                self.held[key] = change["item"]["title"]
            else:
                self.held.pop(key, None)
        self.at = time.monotonic()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = receiver.decide()
                if not receiver.is_signed(self.headers, body):
                    receiver.forged.append(self.headers["webhook-signature"])
                    status = 400
                if 200 <= status < 300:
                    receiver.take(body)
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", receiver.url)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        return Handler
