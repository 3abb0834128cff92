"""The client's address comes from the connection or from our own proxies, never from the client."""

import pytest

from cms.users.addresses import client_address, counted_address


def ask(rf, forwarded: str | None, connection: str = "10.0.0.2"):
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return rf.get("/", REMOTE_ADDR=connection, headers=headers)


def test_without_a_proxy_no_header_is_believed(rf, settings):
    settings.TRUSTED_PROXY_COUNT = 0
    assert client_address(ask(rf, "203.0.113.7", connection="198.51.100.4")) == "198.51.100.4"


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("127.0.0.1, 203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:55012", "203.0.113.7"),
        ("2001:db8::7", "2001:db8::7"),
        ("[2001:db8::7]:55012", "2001:db8::7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("127.0.0.1, nonsense", "10.0.0.2"),
        ("", "10.0.0.2"),
        (None, "10.0.0.2"),
    ],
)
def test_behind_one_proxy_only_its_own_entry_is_believed(rf, settings, forwarded, address):
    settings.TRUSTED_PROXY_COUNT = 1
    assert client_address(ask(rf, forwarded)) == address


def test_behind_two_proxies_the_last_but_one_entry_is_the_client(rf, settings):
    settings.TRUSTED_PROXY_COUNT = 2
    assert client_address(ask(rf, "127.0.0.1, 203.0.113.7, 192.0.2.9")) == "203.0.113.7"


def test_a_connection_without_an_address_gives_an_empty_one(rf, settings):
    settings.TRUSTED_PROXY_COUNT = 0
    assert client_address(ask(rf, None, connection="")) == ""


def test_one_ipv6_connection_is_counted_once(rf, settings):
    settings.TRUSTED_PROXY_COUNT = 0
    first = counted_address(ask(rf, None, connection="2001:db8:0:1::7"))
    assert first == counted_address(ask(rf, None, connection="2001:db8:0:1:ffff::8"))
    assert first != counted_address(ask(rf, None, connection="2001:db8:0:2::7"))
