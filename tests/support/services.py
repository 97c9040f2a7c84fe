"""Locates the services that some tests need and checks that they are available."""

import glob
import os
import shutil
import socket
from pathlib import Path
from urllib.parse import urlsplit

ON_POSTGRES = os.environ.get("TEST_DATABASE") == "postgres"
POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS_URL = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/9")


def find_missing_services() -> dict[str, str]:
    """Return which tests this machine cannot run and why, by their marker."""
    missing = {}
    if find_chromium() is None:
        missing["browser"] = "browser tests: there is no Chromium (install it, or name it in CHROMIUM)"
    if problem := find_redis_problem():
        missing["redis"] = f"Redis tests: {REDIS_URL} does not answer ({problem})"
    if find_postgres_programs() is None:
        missing["postgres_server"] = "tests of a frozen PostgreSQL server: there is no initdb"
    if shutil.which("redis-server") is None:
        missing["redis_server"] = "tests of a frozen Redis: there is no redis-server"
    if find_nginx() is None:
        missing["nginx"] = "tests behind nginx: there is no nginx"
    return missing


def find_chromium() -> str | None:
    """Return the Chromium executable: CHROMIUM, or the one on the path."""
    names = [os.environ.get("CHROMIUM", ""), "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
    return next((path for name in names if name and (path := shutil.which(name))), None)


def find_nginx() -> str | None:
    """Return the nginx executable, which Debian installs for administrators."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}:/usr/local/sbin:/usr/sbin")


def find_postgres_programs() -> Path | None:
    """Return the folder of ``initdb`` and ``postgres``: Debian's newest version, or the one on the path."""
    programs = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb")) or [shutil.which("initdb")]
    return Path(programs[-1]).parent if programs[-1] else None


def find_postgres_problem() -> str | None:
    """Return why PostgreSQL is not available for tests, or None."""
    import psycopg

    try:
        psycopg.connect(POSTGRES_URL, connect_timeout=3).close()
    except psycopg.Error as error:
        return str(error).strip().splitlines()[0]
    return None


def find_redis_problem() -> str | None:
    """Return why Redis is not available for tests, or None."""
    url = urlsplit(REDIS_URL)
    try:
        socket.create_connection((url.hostname or "127.0.0.1", url.port or 6379), timeout=3).close()
    except OSError as error:
        return str(error)
    return None
