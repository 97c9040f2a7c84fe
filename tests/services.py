"""The services that some tests need: where they are, and whether they answer."""

import os
import shutil
import socket
from urllib.parse import urlsplit

ON_POSTGRES = os.environ.get("TEST_DATABASE") == "postgres"
POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS_URL = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/9")


def chromium() -> str | None:
    """The Chromium to test with: CHROMIUM, or the one on the path."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    return next((found for name in names if name and (found := shutil.which(name))), None)


def postgres_problem() -> str | None:
    """Why PostgreSQL cannot be tested with, or None."""
    import psycopg

    try:
        psycopg.connect(POSTGRES_URL, connect_timeout=3).close()
    except psycopg.Error as error:
        return str(error).strip().splitlines()[0]
    return None


def redis_problem() -> str | None:
    """Why Redis cannot be tested with, or None."""
    address = urlsplit(REDIS_URL)
    try:
        socket.create_connection((address.hostname or "127.0.0.1", address.port or 6379), timeout=3).close()
    except OSError as error:
        return str(error)
    return None
