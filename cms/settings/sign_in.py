"""Who comes in at /admin/login/ and how: the second factor, limits to guessing, sessions, single sign-on."""

from cms.settings.environment import env

# Proxies of ours in front of the web process, each of which appends to X-Forwarded-For the address that it saw.
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
