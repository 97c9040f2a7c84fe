"""Default settings of ``make run`` and ``manage.py``: production settings on SQLite, all state in ``var/``."""

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key

_var = Path(__file__).resolve().parent.parent.parent / "var"
_var = Path(os.environ.get("DATA_DIR", _var))
_secret_file = _var / "secret_key"

if "SECRET_KEY" not in os.environ and not _secret_file.exists():
    _var.mkdir(parents=True, exist_ok=True)
    with open(_secret_file, "x", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write(get_random_secret_key())

if "SECRET_KEY" not in os.environ:
    os.environ["SECRET_KEY"] = _secret_file.read_text()
os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
os.environ.setdefault("LOG_FORMAT", "text")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{_var / 'portal.sqlite3'}")

from .production import *  # noqa: E402, F403

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "localhost", "127.0.0.1"]  # noqa: F405
