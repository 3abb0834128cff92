"""Where a request comes from, by a header that the client cannot forge."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# Whoever rents one IPv6 connection holds that many addresses: they count as one.
IPV6_PREFIX = 64


def client_address(request: HttpRequest) -> str:
    """The client's IP address, "" if the server does not say.

    Each proxy of ours appends the address that it saw to X-Forwarded-For, so only the last TRUSTED_PROXY_COUNT entries
    can be believed: what stands before them is the client's own invention. Without a proxy the connection says it.
    """
    address = _parse(request.META.get("REMOTE_ADDR", ""))
    if count := settings.TRUSTED_PROXY_COUNT:
        seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(seen) >= count:
            address = _parse(seen[-count]) or address
    return str(address or "")


def counted_address(request: HttpRequest) -> str:
    """The address under which guesses are counted: of IPv6 the network that one connection is given."""
    address = client_address(request)
    if ":" in address:
        return str(ip_network((address, IPV6_PREFIX), strict=False).network_address)
    return address


def _parse(text: str) -> IPv4Address | IPv6Address | None:
    text = text.strip()
    host, colon, port = text.rpartition(":")
    if colon and port.isdigit() and ("." in host or host.endswith("]")):
        text = host
    try:
        address = ip_address(text.strip("[]"))
    except ValueError:
        return None
    # A socket for both protocols names IPv4 clients ::ffff:192.0.2.1.
    return getattr(address, "ipv4_mapped", None) or address
