"""The platform's own questions to itself, which must be answered as a reader with every right would be.

They carry a header that only who has SECRET_KEY can make, good for a minute.
"""

from django.core import signing
from django.http import HttpRequest

HEADER = "X-Probe"
SALT = "cms.editorial.recall.probe"
SECONDS = 60


def probe_header(host: str) -> dict[str, str]:
    return {HEADER: signing.dumps(host, salt=SALT)}


def is_probe(request: HttpRequest) -> bool:
    try:
        return signing.loads(request.headers.get(HEADER, ""), salt=SALT, max_age=SECONDS) == request.get_host()
    except signing.BadSignature:
        return False
