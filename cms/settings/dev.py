"""Settings for one's own machine: needs no environment variable and no other service."""

import os

os.environ.setdefault("SECRET_KEY", "development-only-key-never-used-in-production")
os.environ.setdefault("ALLOWED_HOSTS", "localhost,.localhost")

from cms.settings.base import *  # noqa: F403
from cms.settings.base import HTTPS, LOGGING, env

DEBUG = env.bool("DEBUG", False)
ALLOW_DEMO_USERS = True
SECOND_FACTOR_REQUIRED = False
PORT = env.int("PORT", 8000)
PROBE_ADDRESS = f"http://127.0.0.1:{PORT}"
WAGTAILADMIN_BASE_URL = f"http://localhost:{PORT}"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# The worker reports every task twice, which would bury the addresses that `make run` prints.
LOGGING["handlers"]["console"]["level"] = "WARNING"
LOGGING["loggers"]["cms.tv.access"]["level"] = "WARNING"
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
