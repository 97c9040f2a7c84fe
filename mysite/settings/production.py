"""Settings of a deployment, read from the environment; the other settings modules adjust these.

All variables are described in ``docs/settings.md``. No code of the applications may be imported here.
"""

import logging
from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environs import Env, validate

from .environment import RATE_LIMIT, REPLACED_BY_TRUSTED_PROXIES, check_environment, parse_site_url
from .logs import build_logging
from .security import *  # noqa: F403
from .security import SCRIPT_URL, build_public_policy
from .sign_in import *  # noqa: F403
from .wagtail import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent.parent

# --- Environment variables ------------------------------------------------------------------------

env = Env(eager=False)  # created here, because Django imports this module again after an error
SECRET_KEY = env.str("SECRET_KEY")
SITE_URL = env.str("SITE_URL")
DATABASES = {"default": env.dj_db_url("DATABASE_URL", conn_max_age=600, conn_health_checks=True)}
_extra_hosts: list[str] = env.list("ALLOWED_HOSTS", [])
_redis_url = env.str("REDIS_URL", "")
_email = env.dj_email_url("EMAIL_URL", "dummy:")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", "no-reply@localhost")
DATA_DIR = env.path("DATA_DIR", BASE_DIR / "var")
STATIC_ROOT = env.path("STATIC_ROOT", DATA_DIR / "static")
BACKUP_DIR = env.str("BACKUP_DIR", "")
BACKUP_KEEP = env.int("BACKUP_KEEP", 14, validate=validate.Range(min=1))
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0, validate=validate.Range(min=0))
_behind_proxy = env.str("BEHIND_PROXY", "", validate=REPLACED_BY_TRUSTED_PROXIES)
X_ACCEL_REDIRECT = env.bool("X_ACCEL_REDIRECT", False)
PROXY_CACHE_DIR = env.str("PROXY_CACHE_DIR", "")
PUBLIC_STATIC_DIR, CERTIFICATE_FILE = env.str("PUBLIC_STATIC_DIR", ""), env.str("CERTIFICATE_FILE", "")
CONTACT_LIMIT_PER_ADDRESS = env.str("CONTACT_LIMIT_PER_ADDRESS", "20/h", validate=RATE_LIMIT)
CONTACT_LIMIT_PER_SITE = env.str("CONTACT_LIMIT_PER_SITE", "200/h", validate=RATE_LIMIT)
COMMENT_LIMIT_PER_ADDRESS = env.str("COMMENT_LIMIT_PER_ADDRESS", "20/h", validate=RATE_LIMIT)
COMMENT_LIMIT_PER_SITE = env.str("COMMENT_LIMIT_PER_SITE", "300/h", validate=RATE_LIMIT)
FEED_LIMIT_PER_ADDRESS = env.str("FEED_LIMIT_PER_ADDRESS", "300/m", validate=RATE_LIMIT)
FEED_LIMIT_PER_SITE = env.str("FEED_LIMIT_PER_SITE", "1200/m", validate=RATE_LIMIT)
SEARCH_LIMIT_PER_ADDRESS = env.str("SEARCH_LIMIT_PER_ADDRESS", "600/m", validate=RATE_LIMIT)
SEARCH_LIMIT_PER_SITE = env.str("SEARCH_LIMIT_PER_SITE", "1500/m", validate=RATE_LIMIT)
SIGN_IN_LIMIT_PER_ADDRESS = env.str("SIGN_IN_LIMIT_PER_ADDRESS", "60/m", validate=RATE_LIMIT)
SIGN_IN_LIMIT_PER_SITE = env.str("SIGN_IN_LIMIT_PER_SITE", "120/m", validate=RATE_LIMIT)
VIEW_LIMIT_PER_ADDRESS = env.str("VIEW_LIMIT_PER_ADDRESS", "20/m", validate=RATE_LIMIT)
API_RATE = env.str("API_RATE", "120/m", validate=RATE_LIMIT)
UPLOAD_LIMIT = env.int("UPLOAD_LIMIT_MB", 100) * 1024 * 1024
CHECK_OUTSIDE_LINKS = env.bool("CHECK_OUTSIDE_LINKS", False)
MEASUREMENT_SCRIPT = env.str("MEASUREMENT_SCRIPT", "", validate=SCRIPT_URL)
LOG_LEVEL = env.log_level("LOG_LEVEL", logging.INFO)
LOG_FORMAT = env.str("LOG_FORMAT", "json", validate=validate.OneOf(["json", "text"]))
SLOW_QUERY_MS = env.int("SLOW_QUERY_MS", 500, validate=validate.Range(min=0))
SENTRY_DSN = env.str("SENTRY_DSN", "")
check_environment(env)
if "EMAIL_BACKEND" not in _email:
    raise ImproperlyConfigured("EMAIL_URL must start with submission:, smtp:, console: or dummy:")

SITE_SCHEME, SITE_HOST, SITE_PORT = parse_site_url(SITE_URL)
DEBUG = False
ALLOWED_HOSTS = [SITE_HOST, *_extra_hosts]

# --- Applications ---------------------------------------------------------------------------------

INSTALLED_APPS = [
    "search",
    "home",
    "newsroom",
    "readership",
    "mysite",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.api.v2",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "mysite.staff.apps.PortalUsersConfig",  # wagtail.users
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "axes",
    "django_otp.plugins.otp_totp",
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

# WhiteNoise comes before anything that reads the session; PathLocaleMiddleware replaces Django's.
MIDDLEWARE = [
    "mysite.postgresql.limits.DatabaseTimeoutMiddleware",
    "mysite.http.security_headers.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "mysite.http.health.HealthMiddleware",
    "mysite.http.security_headers.StaticFilesMiddleware",
    "mysite.http.middleware.RejectBadPathsMiddleware",
    "mysite.http.middleware.IgnoreForeignCookiesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "mysite.http.middleware.PathLocaleMiddleware",
    "mysite.http.rate_limits.RateLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mysite.two_factor.middleware.TwoFactorMiddleware",
    "mysite.http.body_limits.BodyLimitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "mysite.editing.submissions.SubmitOnceMiddleware",  # after messages, which it stores with the response
    "mysite.editing.session.EditingSessionMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "mysite.editing.request_validation.AdminRequestMiddleware",
    "axes.middleware.AxesMiddleware",
    "mysite.http.redirects.VisibleRedirectMiddleware",
    "mysite.rights.admin_views.AdminViewPermissionMiddleware",
    "mysite.pages.refusals.RefusalMiddleware",
    "mysite.http.unavailable.RetrySaveMiddleware",
]

ROOT_URLCONF, WSGI_APPLICATION = "mysite.urls", "mysite.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", ["mysite.i18n.template_patches.PatchingLoader"])],
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
    # The web server writes from several threads; without these settings SQLite fails with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: data reported as sent or saved survives a power failure (docs/decisions/042-limits.md).
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"]["ENGINE"] = "mysite.postgresql"
    _options = DATABASES["default"].setdefault("OPTIONS", {})
    # An unreachable server is detected within half a minute, also by commands, whose queries have no timeout.
    _options |= {"connect_timeout": 2, "tcp_user_timeout": 20_000}
    _options |= {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
    # For searches of a few milliseconds JIT compilation and parallel workers only add delay.
    _options.setdefault("options", "-c jit=off -c max_parallel_workers_per_gather=0")

#: An unavailable cache makes pages slower, but does not break them. After a timeout (in seconds) a process does
#: without the cache for a while (docs/decisions/069-redis-breaker.md).
REDIS_OPTIONS = {
    "SERIALIZER": "mysite.cache_serializer.SignedPickleSerializer",
    "IGNORE_EXCEPTIONS": True,
    "SOCKET_CONNECT_TIMEOUT": 0.2,
    "SOCKET_TIMEOUT": 0.2,
    "REDIS_CLIENT_CLASS": "mysite.redis_client.BreakerClient",
}
if _redis_url:
    CACHES = {"default": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": _redis_url, "OPTIONS": REDIS_OPTIONS}}
else:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}
    }

STATIC_URL, MEDIA_URL = "/static/", "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "mysite.media.storage.AtomicFileSystemStorage"},
    "staticfiles": {"BACKEND": "mysite.static_bundles.BundlingStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# The limit for bodies without uploads; body_limits.py allows larger ones to users of the admin.
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

# --- Languages, dates -----------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale_vendor"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
FORMAT_MODULE_PATH = ["mysite.formats"]

# --- Accounts and transport -----------------------------------------------------------------------

AUTH_USER_MODEL = "mysite.User"
OTP_TOTP_ISSUER = SITE_HOST  # what authenticator apps call the portal
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "/"

_https = SITE_SCHEME == "https"
# Unusual names, so that cookies of an older site on the same domain are not taken for these.
# With the prefix browsers refuse cookies that another host or a page without HTTPS would set.
_prefix = "__Host-" if _https else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_prefix}portal_session", f"{_prefix}portal_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if _https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
CSRF_TRUSTED_ORIGINS = [SITE_URL.rstrip("/")]
SECURE_CSP = build_public_policy(MEASUREMENT_SCRIPT)

EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST = _email["EMAIL_HOST"]
EMAIL_PORT = _email["EMAIL_PORT"]
EMAIL_HOST_USER = _email["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _email["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _email["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10

LOGGING = build_logging(LOG_LEVEL, LOG_FORMAT)

# --- Wagtail: what depends on the settings above --------------------------------------------------

WAGTAILADMIN_BASE_URL = SITE_URL.rstrip("/")
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILAPI_BASE_URL = SITE_URL
