"""How mail leaves: one address for the server, as DATABASE_URL is one for the database."""

from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from cms.settings.environment import env

DEFAULT_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mail_server(address: str) -> dict[str, str | int | bool]:
    """Django's EMAIL_* settings from smtp://host, smtp+tls://user:password@host:587 or smtps://…"""
    parts = urlsplit(address)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise ImproperlyConfigured(
            f"EMAIL_URL must look like smtp+tls://user:password@host:587, smtps://… or smtp://…, not {address!r}."
        )
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or DEFAULT_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


globals().update(mail_server(env.str("EMAIL_URL", "smtp://localhost")))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("EMAIL_FROM", "webmaster@localhost")
