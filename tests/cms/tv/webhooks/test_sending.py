"""Where requests may go."""

import socket
import threading
import time
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError

from cms.tv.webhooks import sending
from cms.tv.webhooks.models import validate_url
from cms.tv.webhooks.sending import Outcome, Refused, post, public_address

INSIDE = ["127.0.0.1", "10.0.0.8", "192.168.1.1", "169.254.169.254", "::1", "fd00::1", "::ffff:127.0.0.1", "0.0.0.0"]  # noqa: S104


@pytest.fixture
def outside(settings) -> None:
    settings.TV_WEBHOOKS_INSIDE = False


DISGUISED = ["64:ff9b::7f00:1", "2002:7f00:1::", "::10.0.0.8", "fec0::1"]


@pytest.mark.parametrize("address", [*INSIDE, *DISGUISED, "localhost", "100.64.0.1", "224.0.0.1", "2130706433"])
def test_nothing_goes_to_addresses_of_our_own_networks(outside, address):
    with pytest.raises(Refused):
        public_address(address, 443)


def test_a_name_that_also_leads_inside_is_refused(outside, monkeypatch):
    rows = [(0, 0, 0, "", (address, 443)) for address in ("93.184.215.14", "10.1.2.3")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: rows)
    with pytest.raises(Refused):
        public_address("rebinding.example", 443)


def test_the_address_that_was_looked_at_is_the_one_connected_to(receiver, monkeypatch):
    """The name is asked for once; a second answer would not matter."""
    port = receiver.server.server_port
    asked = []
    real = socket.getaddrinfo

    def resolve(host: str, *args: object, **kwargs: object) -> list:
        asked.append(host)
        return real("127.0.0.1", *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    headers = {"webhook-id": "1", "webhook-timestamp": "0", "webhook-signature": "v1,x"}
    assert post(f"http://hook.example.invalid:{port}/", b"{}", headers).status == 400
    assert asked == ["hook.example.invalid", "127.0.0.1"]


def test_a_receiver_that_says_nothing_is_left_after_seconds(monkeypatch):
    monkeypatch.setattr(sending, "SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        outcome = post(f"http://127.0.0.1:{silent.getsockname()[1]}/", b"{}", {})
    assert outcome.status is None and "Timeout" in outcome.answer
    assert time.monotonic() - began < 2


def drip(monkeypatch, at_once: bytes, dripped: bytes) -> Outcome:
    """What comes of a receiver that says the one at once and the other byte by byte, within a second."""
    monkeypatch.setattr(sending, "SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as slow:

        def answer() -> None:
            connection, _address = slow.accept()
            with connection, suppress(OSError):
                connection.recv(1000)
                connection.sendall(at_once)
                for byte in dripped:
                    connection.sendall(bytes([byte]))
                    time.sleep(0.1)

        threading.Thread(target=answer, daemon=True).start()
        began = time.monotonic()
        outcome = post(f"http://127.0.0.1:{slow.getsockname()[1]}/", b"{}", {})
    assert time.monotonic() - began < 1
    return outcome


def test_a_receiver_that_answers_and_drips_what_follows_is_not_waited_for(monkeypatch):
    assert drip(monkeypatch, b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", b"." * 30).status == 200


@pytest.mark.parametrize(
    "at_once", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"]
)
def test_a_receiver_that_drips_its_answer_is_cut_off_and_has_taken_nothing(monkeypatch, at_once):
    outcome = drip(monkeypatch, at_once, b"1" * 30)
    assert outcome.status is None and "TimeoutError" in outcome.answer


def test_nor_may_it_drip_while_the_line_is_being_secured(monkeypatch):
    monkeypatch.setattr(sending, "SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as slow:
        began = time.monotonic()
        outcome = post(f"https://127.0.0.1:{slow.getsockname()[1]}/", b"{}", {})
    assert outcome.status is None and time.monotonic() - began < 1


def test_of_a_long_answer_only_the_beginning_is_kept(receiver, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as talkative:

        def answer() -> None:
            connection, _address = talkative.accept()
            with connection, suppress(OSError):
                connection.recv(1000)
                connection.sendall(b"HTTP/1.1 500 No\r\n\r\n" + b"x" * 10**7)

        threading.Thread(target=answer, daemon=True).start()
        outcome = post(f"http://127.0.0.1:{talkative.getsockname()[1]}/", b"{}", {})
    assert (outcome.status, set(outcome.answer)) == (500, {"x"})
    assert len(outcome.answer) <= sending.KEPT


@pytest.mark.parametrize(
    "url",
    ["http://tv.example.cn/", "https://me:secret@tv.example.cn/", "ftp://tv.example.cn/", "https://[", "https://a:b/"],
)
def test_addresses_are_looked_at_when_they_are_entered(outside, url):
    with pytest.raises(ValidationError):
        validate_url(url)
    validate_url("https://tv.example.cn:8443/hooks?channel=1")
