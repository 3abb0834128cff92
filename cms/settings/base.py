"""Settings for production: the safe values. Other settings modules start from these.

Refuses to start without SECRET_KEY and ALLOWED_HOSTS; every variable is in the README's table.
"""

from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from cms.settings.environment import env
from cms.settings.mail import *  # noqa: F403
from cms.settings.search import search_backends
from cms.settings.security import *  # noqa: F403
from cms.settings.sign_in import *  # noqa: F403
from cms.settings.storage import storages

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = env.path("DATA_DIR", BASE_DIR / "var")
DATA_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
DEBUG = False

INSTALLED_APPS = [
    "cms.users",
    "cms.media",
    "cms.audit",
    "cms.core",
    "cms.publications",
    "cms.pages.standard",
    "cms.pages.news",
    "cms.pages.scenic",
    "cms.pages.units",
    "cms.pages.commentary",
    "cms.sitewide",
    "cms.editorial.gate",
    "cms.editorial.texts",
    "cms.editorial.risk",
    "cms.editorial.cases",
    "cms.editorial.recall",
    "cms.editorial.review",
    "cms.editorial.urgent",
    "cms.languages",
    "cms.search",
    "cms.tv",
    "cms.tv.editions",
    "cms.tv.alerts",
    "cms.tv.screens",
    "cms.tv.consumers",
    "cms.tv.webhooks",
    "cms.tv.events",
    "cms.tv.screen",
    "cms.delivery",
    "cms.api",
    "wagtail_localize",
    "wagtail.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.contrib.sitemaps",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtail.api.v2",
    "wagtailmedia",
    "modelcluster",
    "taggit",
    "rest_framework",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    # For the Chinese of the times that Wagtail words with it.
    "django.contrib.humanize",
    # Last: its rules of who may see what replace those that Wagtail's apps register when they start.
    "sites",
]

MIDDLEWARE = [
    "cms.delivery.security.SecurityHeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.delivery.middleware.SiteHostMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.delivery.middleware.AddressLanguageMiddleware",
    "cms.delivery.middleware.CanonicalHostMiddleware",
    "cms.tv.consumers.middleware.ConsumerMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "cms.users.door.DoorMiddleware",
    "cms.audit.middleware.AuditMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cms.delivery.middleware.PublicRedirectMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "sites.isolation.guard.GuardMiddleware",
]

ROOT_URLCONF = "sites.urls"
WSGI_APPLICATION = "cms.wsgi.application"

THEMES_DIR = BASE_DIR / "themes"
THEMES = sorted(
    folder.name
    for folder in THEMES_DIR.iterdir()
    if folder.is_dir() and folder.name != "base" and (folder / "static").is_dir()
)

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Those of `sites` come before Wagtail's, which they replace.
        "DIRS": [THEMES_DIR / "base" / "templates", BASE_DIR / "sites" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.sitewide.context_processors.sitewide",
            ],
        },
    },
]

# Database: SQLite beside the media files unless DATABASE_URL names another.
DATABASES = {
    "default": dj_database_url.parse(
        env.str("DATABASE_URL", f"sqlite:///{DATA_DIR / 'db.sqlite3'}"), conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE takes the write lock at BEGIN, so that two writers wait for each other instead of failing.
    # Reading the file through memory saves a system call for each of the thousands of pieces a search looks at.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=268435456;",
    }
else:
    # Our queries are short: compiling them takes PostgreSQL many times longer than running them.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "default"},
    # Renditions never change under their key, so they may stay long.
    "renditions": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "renditions",
        "TIMEOUT": 86400,
        "OPTIONS": {"MAX_ENTRIES": 20000},
    },
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# People
AUTH_USER_MODEL = "users.User"
# Demo logins share one published password; production must never have them.
ALLOW_DEMO_USERS = False

# The audit: who signs it (the first key; the others verify what they have signed) and for how many days it stays.
AUDIT_KEYS = env.list("AUDIT_KEYS", []) or [SECRET_KEY]
AUDIT_KEEP_DAYS = env.int("AUDIT_KEEP_DAYS", 400)
# Who signs what television shows, in the same way.
TV_SIGNING_KEYS = env.list("TV_SIGNING_KEYS", []) or [SECRET_KEY]
CLIENT_ADDRESS = "cms.users.addresses.client_address"

# Language and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("zh-hans", _("Simplified Chinese")),
    ("zh-hant", _("Traditional Chinese")),
    ("en", _("English")),
]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
# Our texts, and Chinese for those of Wagtail that have none yet.
LOCALE_PATHS = [BASE_DIR / "cms" / "locale", BASE_DIR / "cms" / "locale" / "wagtail"]
# A translation begins as a draft, whatever the Chinese page is.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
if translator_url := env.str("TRANSLATOR_URL", ""):
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "cms.languages.machine.Translator",
        "OPTIONS": {"LIBRETRANSLATE_URL": translator_url, "API_KEY": env.str("TRANSLATOR_KEY", "")},
    }
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
WAGTAIL_USER_TIME_ZONES = ["Asia/Shanghai"]

# Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [THEMES_DIR / theme / "static" for theme in ["base", *THEMES]]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = storages(env)
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Wagtail
WAGTAIL_SITE_NAME = "云上恩施"
# Where the web server answers the platform's own questions, such as whether something recalled is gone.
PROBE_ADDRESS = env.str("PROBE_ADDRESS", "")
WAGTAILADMIN_BASE_URL = env.str("ADMIN_BASE_URL", "http://localhost:8000")
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_AUTO_UPDATE_PREVIEW = True
# What two people have approved goes live through the gate; every change needs both again.
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.editorial.review.finishing.publish_approved"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILIMAGES_IMAGE_MODEL = "media.Image"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media.forms.ImageForm"
WAGTAILDOCS_DOCUMENT_MODEL = "media.Document"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.media.forms.DocumentForm"
WAGTAILMEDIA = {
    "MEDIA_MODEL": "media.Media",
    "MEDIA_FORM_BASE": "cms.media.forms.MediaForm",
    "AUDIO_EXTENSIONS": ["m4a", "mp3", "ogg", "wav"],
    "VIDEO_EXTENSIONS": ["mp4", "webm"],
}
# The largest file of all; deploy/nginx.conf lets a little more through, so that the form can say what is wrong.
MEDIA_MAX_UPLOAD_SIZE = 100 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "cms.media.uploads.handlers.BoundedFileUploadHandler",
]
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "jpeg", "webp": "webp"}
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "cms.delivery.rich_text.RichTextArea"}}
WAGTAILSEARCH_BACKENDS = search_backends(env)
WAGTAILAPI_LIMIT_MAX = 100
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
}

# Television: whether its contract can be read without a key. Its texts and pictures are those of the public pages.
TV_PUBLIC_READ = env.bool("TV_PUBLIC_READ", True)
# Of one address without a key, in each process; many screens may stand behind one address.
TV_ANONYMOUS_PER_MINUTE = env.int("TV_ANONYMOUS_PER_MINUTE", 600)
# Streams of events in a process; each keeps one of its threads.
TV_STREAMS = env.int("TV_STREAMS", 2)
# Whether webhooks may go to addresses inside our networks, and without https: on one's own machine only.
TV_WEBHOOKS_INSIDE = False

# Addresses
LEAVING_ALLOWED_SUFFIXES = [".gov.cn"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}, "bare": {}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "access": {"class": "logging.StreamHandler", "formatter": "bare", "stream": "ext://sys.stdout"},
    },
    "loggers": {
        # It reports its own steps; what happened is in the audit log.
        "axes": {"level": "WARNING"},
        # A line of JSON for each request to the television interface.
        "cms.tv.access": {"handlers": ["access"], "propagate": False},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
}
