"""What browsers are told to refuse, and how cookies travel.

`cms.delivery.security` sends these headers with every answer; tests/cms/delivery/test_security.py has the table.
"""

from urllib.parse import urlsplit

from cms.settings.environment import env

# Addresses
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", False)
HTTPS = SECURE_SSL_REDIRECT or env.int("PUBLIC_PORT", 0) == 443
# Without a proxy of ours, which overwrites it (deploy/nginx.conf), that header is the client's own invention.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.int("TRUSTED_PROXY_COUNT", 0) else None
YEAR = 365 * 24 * 60 * 60
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", YEAR if HTTPS else 0)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
# Wagtail's own answers for frames inside the admin say SAMEORIGIN instead.
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [])
SILENCED_SYSTEM_CHECKS = [
    # HSTS for subdomains and for the browsers' built-in list: both would bind hosts that are not ours, such as those
    # of other offices below the prefecture's domain. Who owns the whole domain sends the longer header from the proxy.
    "security.W005",
    "security.W021",
]

# Cookies
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
# No script reads them: the admin's takes the token from the page.
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if HTTPS:
    # Browsers take a cookie of such a name only from this very host: no neighbour below the same domain can plant one.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"

# Players that an embed may load after the reader has clicked; nothing else may be embedded.
EMBED_HOSTS = {"www.bilibili.com": "bilibili", "v.qq.com": "qq", "tv.cctv.com": "cctv"}
PLAYERS = ["https://player.bilibili.com", "https://v.qq.com"]


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _files() -> str:
    """Ours, and where `/media/` redirects to when there is a bucket: browsers check the target of a redirect too."""
    bucket = env.str("AWS_STORAGE_BUCKET_NAME", "")
    if not bucket:
        return "'self'"
    if endpoint := env.str("AWS_S3_PUBLIC_ENDPOINT_URL", env.str("AWS_S3_ENDPOINT_URL", "")):
        return f"'self' {_origin(endpoint)}"
    region = env.str("AWS_S3_REGION_NAME", "us-east-1")
    china = ".cn" if region.startswith("cn-") else ""
    return f"'self' https://{bucket}.s3.amazonaws.com https://{bucket}.s3.{region}.amazonaws.com{china}"


# Everything that is not named is forbidden. `frame-ancestors` is added to each answer.
PUBLIC_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": f"{_files()} data:",
    "media-src": _files(),
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "frame-src": " ".join(PLAYERS),
    "form-action": "'self'",
    "base-uri": "'none'",
}
# Without scripts. The button of the single sign-on posts a form that redirects to the provider.
ISSUER = env.str("OIDC_ISSUER", "")
SIGN_IN_POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "form-action": f"'self' {_origin(ISSUER)}" if ISSUER else "'self'",
    "base-uri": "'none'",
}
# What Wagtail's screens still hold inline, allowed by content; a change of one word there changes the hash.
# What varies from page to page starts through cms/delivery/static/delivery/start_widget.js instead.
ADMIN_SCRIPTS = [
    "'sha256-Jx16Tpaz2Kcypjovu4mlVyW3Ji0PExMKe5W9Wr3cmBs='",  # wagtailmedia/media/add.html: title from file name
    "'sha256-lLVZz8vyF0vCZL3ZQcc+U/kumGW1SlEfDpwWrXLLSRw='",  # wagtail_localize/admin/edit_translation.html: addresses
]
ADMIN_STYLES = [
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",  # empty: filled through the browser's object model
    "'sha256-Mhr2Q/2u+/s2WzwlFRrqCw7x0IU+emukGS8Q9RtPZ44='",  # Draftail: nested lists
]
# Jcrop sets ontouchstart="return;" to learn whether the browser knows such an event.
ADMIN_HANDLERS = ["'unsafe-hashes'", "'sha256-i+qr4lq34KgNHiW62lWi9aInEBwiEOrfCzaNPCvkqD8='"]
ADMIN_POLICY = {
    **PUBLIC_POLICY,
    "script-src": " ".join(["'self'", *ADMIN_SCRIPTS]),
    "script-src-attr": " ".join(ADMIN_HANDLERS),
    "style-src": " ".join(["'self'", *ADMIN_STYLES]),
    # Pictures that are about to be uploaded are shown from the browser's memory.
    "img-src": f"{_files()} data: blob:",
    "frame-src": "'self'",
}
DATA_POLICY = {"default-src": "'none'", "form-action": "'none'", "base-uri": "'none'"}
# Below /admin/: where passwords and codes are entered or changed.
DOORS = [
    "login/",
    "logout/",
    "password_reset/",
    "account/email/",
    "account/password/",
    "account/reauthenticate/",
    "account/second-factor/",
    "account/sessions/",
]
# The first prefix that fits.
CONTENT_POLICIES = {
    **{f"/admin/{door}": SIGN_IN_POLICY for door in DOORS},
    "/admin/": ADMIN_POLICY,
    "/api/": DATA_POLICY,
    "/health/": DATA_POLICY,
    "/static/": DATA_POLICY,
    "/media/": DATA_POLICY,
    "/": PUBLIC_POLICY,
}

# Which origins beside our own may use a feature; None: nobody may.
PERMISSIONS = dict.fromkeys(
    [
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "geolocation",
        "gyroscope",
        "hid",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "publickey-credentials-get",
        "screen-wake-lock",
        "serial",
        "usb",
        "xr-spatial-tracking",
    ]
) | {"fullscreen": PLAYERS, "picture-in-picture": PLAYERS}
