"""Where links may lead: our own hosts and trusted suffixes directly, all others by way of the leaving notice."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from wagtail.models import Site

# Without a time stamp: the same link gives the same address, so that pages stay cacheable.
signer = Signer(salt="cms.core.links.leaving")


def site_hosts() -> set[str]:
    """Host names of all sites, from Wagtail's cached root paths (no query when warm)."""
    return {urlsplit(paths.root_url).hostname or "" for paths in Site.get_site_root_paths()}


def leaves_platform(url: str) -> bool:
    """True for web addresses on hosts that are neither ours nor under a trusted suffix (norm G-05)."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:  # such as "http://[": no browser opens it either
        return False
    if parts.scheme not in ("", "http", "https") or not host:
        return False
    host = host.rstrip(".")
    if any(host == suffix.lstrip(".") or host.endswith(suffix) for suffix in settings.LEAVING_ALLOWED_SUFFIXES):
        return False
    return host not in site_hosts()


def leaving_url(url: str) -> str:
    """The leaving notice for a foreign URL; every other URL unchanged.

    The target is signed, so that the notice cannot be used to send people anywhere under our name.
    """
    if not leaves_platform(url):
        return url
    return f"{reverse('leaving')}?{urlencode({'to': signer.sign(url.strip())})}"


def leaving_target(signed: str) -> str | None:
    """The URL that `leaving_url` signed, or None for anything we have not signed."""
    try:
        return signer.unsign(signed)
    except BadSignature:
        return None
