"""The settings of a deployment, all of them from the environment; the other modules only adjust these.

Every variable is described in ``docs/settings.md``. Nothing of the applications is imported here.
"""

import logging
from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env

from .environment import RATE, refuse_if_incomplete, site_address

BASE_DIR = Path(__file__).resolve().parent.parent.parent

# --- What a deployment must say -------------------------------------------------------------------

env = Env(eager=False)  # made here: Django imports this module again after a refusal, and wants the same answer
SECRET_KEY = env.str("SECRET_KEY")
SITE_URL = env.str("SITE_URL")
DATABASES = {"default": env.dj_db_url("DATABASE_URL", conn_max_age=0)}
_extra_hosts: list[str] = env.list("ALLOWED_HOSTS", [])
_redis_url = env.str("REDIS_URL", "")
_email = env.dj_email_url("EMAIL_URL", "dummy:")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", "no-reply@localhost")
DATA_DIR = env.path("DATA_DIR", BASE_DIR / "var")
STATIC_ROOT = env.path("STATIC_ROOT", DATA_DIR / "static")
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
CONTACT_LIMIT_PER_ADDRESS = env.str("CONTACT_LIMIT_PER_ADDRESS", "20/h", validate=RATE)
CONTACT_LIMIT_PER_SITE = env.str("CONTACT_LIMIT_PER_SITE", "200/h", validate=RATE)
API_RATE = env.str("API_RATE", "120/m", validate=RATE)
LOG_LEVEL = env.log_level("LOG_LEVEL", logging.INFO)
refuse_if_incomplete(env)
if "EMAIL_BACKEND" not in _email:
    raise ImproperlyConfigured("EMAIL_URL must start with submission:, smtp:, console: or dummy:")

SITE_SCHEME, SITE_HOST, SITE_PORT = site_address(SITE_URL)
DEBUG = False
ALLOWED_HOSTS = [SITE_HOST, *_extra_hosts]

# --- Applications ---------------------------------------------------------------------------------

INSTALLED_APPS = [
    "search",
    "home",
    "newsroom",
    "mysite",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.api.v2",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "rest_framework",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

# Security first, WhiteNoise before anything that could read a session; ours replaces Django's LocaleMiddleware.
MIDDLEWARE = [
    "mysite.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mysite.middleware.BadCharactersMiddleware",
    "mysite.middleware.CookieFormatMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "mysite.middleware.PathLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "mysite.redirects.VisibleRedirectMiddleware",
]

ROOT_URLCONF = "mysite.urls"
WSGI_APPLICATION = "mysite.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", ["mysite.template_words.Loader"])],
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database, cache, files -----------------------------------------------------------------------

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A web server writes from several threads: without these, "database is locked" whatever the timeout.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    _options = DATABASES["default"].setdefault("OPTIONS", {})
    _options["connect_timeout"] = 2
    # For a search of some milliseconds PostgreSQL would compile for a hundred, or have helpers read the whole index.
    _options.setdefault("options", "-c jit=off -c max_parallel_workers_per_gather=0")

if _redis_url:
    CACHES = {
        "default": {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": _redis_url,
            "OPTIONS": {
                # A cache that is down or frozen makes pages slower, never unavailable.
                "IGNORE_EXCEPTIONS": True,
                "SOCKET_CONNECT_TIMEOUT": 0.25,
                "SOCKET_TIMEOUT": 0.25,
            },
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            # The limits below are counted here; with Django's 300 a few hundred visitors would make it forget them.
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    }

# Whose messages the contact forms count; with the cache down they take everything rather than nothing.
RATELIMIT_IP_META_KEY = "mysite.visitors.visitor_network"
RATELIMIT_FAIL_OPEN = True

STATIC_URL = "/static/"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Languages, dates -----------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale_vendor"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
FORMAT_MODULE_PATH = ["mysite.formats"]

# --- Accounts and transport -----------------------------------------------------------------------

AUTH_USER_MODEL = "mysite.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "/"

_https = SITE_SCHEME == "https"
# Names of our own: cookies of an older site of the office, set for the whole domain, are not taken for these.
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "portal_session", "portal_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if _https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
CSRF_TRUSTED_ORIGINS = [SITE_URL.rstrip("/")]
X_FRAME_OPTIONS = "SAMEORIGIN"  # the admin shows previews in a frame

EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST = _email["EMAIL_HOST"]
EMAIL_PORT = _email["EMAIL_PORT"]
EMAIL_HOST_USER = _email["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _email["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _email["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    # A line for every row indexed drowns what an operator looks for.
    "loggers": {name: {"level": "WARNING"} for name in ("django_tasks", "wagtail")},
}

# --- Wagtail --------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = _("Education portal")
WAGTAILADMIN_BASE_URL = SITE_URL.rstrip("/")
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # else untranslated text goes live under /en/
WAGTAIL_USER_TIME_ZONES = ["Asia/Ho_Chi_Minh", "UTC"]
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_TIME_FORMAT = "%H:%M"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # no request ever leaves the machine
WAGTAILIMAGES_IMAGE_MODEL = "mysite.PortalImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "mysite.image_forms.PortalImageForm"  # refuses damaged files
WAGTAILIMAGES_CHOOSER_PAGE_SIZE = 60  # a choice of many ends at the end of its page
WAGTAILIMAGES_EXTENSIONS = ["gif", "heic", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "mysite.PortalDocument"
WAGTAILDOCS_EXTENSIONS = "csv doc docx odp ods odt pdf ppt pptx rar rtf txt xls xlsx zip".split()
WAGTAILAPI_BASE_URL = SITE_URL
WAGTAILAPI_LIMIT_MAX = 50
WAGTAILSEARCH_HITS_MAX_AGE = 90  # days that search terms are counted for
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.engine.backend"}}
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_TAGS_FROM_STRING = "mysite.tags.tags_in"
