"""Settings for one proof: the product without the nine."""

from cms.settings.test import *  # noqa: F403
from cms.settings.test import BASE_DIR, DATA_DIR, INSTALLED_APPS, MIDDLEWARE, TEMPLATES

INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "sites"]
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("sites.")]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "single.sqlite3"}}
ROOT_URLCONF = "cms.urls"
TEMPLATES[0]["DIRS"].remove(BASE_DIR / "sites" / "templates")
