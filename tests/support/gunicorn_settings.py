"""Settings for a gunicorn started by a test: test settings with the database and media folder of that test."""

import os

from mysite.settings.test import *  # noqa: F403

DATABASES["default"]["NAME"] = os.environ["GUNICORN_DATABASE"]  # noqa: F405
MEDIA_ROOT = os.environ["GUNICORN_MEDIA"]
SECURE_SSL_REDIRECT = os.environ.get("GUNICORN_SSL_REDIRECT") == "true"
if RENDER_LOG := os.environ.get("GUNICORN_RENDER_LOG"):
    MIDDLEWARE = ["tests.support.render_log.log_renders", *MIDDLEWARE]  # noqa: F405
