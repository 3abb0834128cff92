"""Settings for one proof: the product without the nine."""

from cms.settings.test import *  # noqa: F403
from cms.settings.test import DATA_DIR, INSTALLED_APPS

INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "sites"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "single.sqlite3"}}
