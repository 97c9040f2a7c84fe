"""Settings of the tests: production settings with fast password hashing and a temporary folder for all files.

With TEST_DATABASE=postgres the tests run on the server at TEST_POSTGRES_URL instead of SQLite. Environment variables
of a deployment are overridden, so that no test depends on it or changes it.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = Path(tempfile.mkdtemp(prefix="portal-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
(_folder / "static").mkdir()  # WhiteNoise warns if it is missing

_databases = {
    "sqlite": f"sqlite:///{_folder / 'portal.sqlite3'}",
    "postgres": os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres"),
}
os.environ |= {
    "SECRET_KEY": "only-for-tests-" * 4,
    "SITE_URL": "http://testserver",
    "DATABASE_URL": _databases[os.environ.get("TEST_DATABASE", "sqlite")],
    "DATA_DIR": str(_folder),
    "REDIS_URL": "",
    "LOG_FORMAT": "text",
    "SENTRY_DSN": "",
}

from .production import *  # noqa: E402, F403

ALLOWED_HOSTS = ["*"]
# Tests and benchmarks send as much as they like from one address.
SEARCH_LIMIT_PER_ADDRESS = SEARCH_LIMIT_PER_SITE = "1000000/m"
FEED_LIMIT_PER_ADDRESS = FEED_LIMIT_PER_SITE = "1000000/m"
SIGN_IN_LIMIT_PER_ADDRESS = SIGN_IN_LIMIT_PER_SITE = "1000000/m"
SLOW_QUERY_MS = 60_000  # tests of the log would depend on the load of the machine
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405

_database = DATABASES["default"]  # noqa: F405
if _database["ENGINE"].endswith("sqlite3"):
    # A file, because in memory the live server's threads would share one connection and its transaction.
    _database["TEST"] = {"NAME": str(_folder / "test.sqlite3")}
    _database["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
else:
    _database["TEST"] = {"NAME": f"test_portal_{os.getpid()}"}  # several runs may use one server
