"""Settings for the tests: a database file that is kept between runs, tasks run at once."""

import os
import tempfile
from pathlib import Path

os.environ["SECRET_KEY"] = "tests-only-key"
os.environ["ALLOWED_HOSTS"] = "localhost,.localhost,testserver"
os.environ.setdefault("DATA_DIR", str(Path(tempfile.gettempdir()) / f"yunshang-tests-{os.getuid()}"))

from cms.settings.base import *  # noqa: F403
from cms.settings.base import DATA_DIR, DATABASES, LOGGING, STORAGES

ALLOW_DEMO_USERS = True
SECOND_FACTOR_REQUIRED = False
# Tests of the door switch it on; all others would count each other's wrong passwords.
AXES_ENABLED = False
WAGTAILADMIN_BASE_URL = "http://localhost:8000"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: it can be kept between runs and shared with the live server's threads.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}

# All tests come from one address.
TV_ANONYMOUS_PER_MINUTE = 1_000_000

# The manifest needs collectstatic; tests/cms/test_static_files.py runs that once on its own.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

# Every task and every page says what it does: hundreds of thousands of lines that nobody reads.
LOGGING["root"]["level"] = "WARNING"
LOGGING["loggers"]["cms.tv.access"]["level"] = "WARNING"
