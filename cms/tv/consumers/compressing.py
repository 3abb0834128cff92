"""gzip for those who ask for it.

Answers hold nothing secret and repeat nothing that the request brought along but what is public, so their length
tells nobody anything (BREACH).
"""

import gzip
import re

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from cms.tv.caching import CODED

COMPRESSIBLE = re.compile(r"application/(\w+\+)?(json|xml)|image/svg\+xml|text/")
# Half the time of the default level, for a few hundredths more length.
LEVEL = 5
GZIP = re.compile(r"\s*(gzip|\*)\s*(;\s*q=(?P<weight>\d+(\.\d*)?|\.\d+))?\s*", re.IGNORECASE)


def accepts_gzip(header: str) -> bool:
    """RFC 9110, 12.5.3: not if it says `gzip;q=0`, nor if nobody can say what it says."""
    weights = {
        match[1].lower(): match["weight"] for part in header.split(",") if (match := GZIP.fullmatch(part)) is not None
    }
    weight = weights.get("gzip", weights.get("*", "0"))
    return weight is None or float(weight) > 0


def compress(request: HttpRequest, response: HttpResponse) -> None:
    """The compressed form is another representation, so its strong ETag is another one too."""
    if response.streaming or not COMPRESSIBLE.match(response.get("Content-Type", "")):
        return
    patch_vary_headers(response, ["Accept-Encoding"])
    if response.status_code != 200 or not accepts_gzip(request.headers.get("Accept-Encoding", "")):
        return
    # Without a time in its head, so that the same answer is the same bytes.
    response.content = gzip.compress(response.content, LEVEL, mtime=0)
    response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(response.content))
    if tag := response.get("ETag", ""):
        response["ETag"] = f'{tag.removesuffix(chr(34))}{CODED}"'
