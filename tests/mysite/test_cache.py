"""The cache of a deployment: Redis when there is one, and pages all the same when it is away."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.services import REDIS_URL

ASK = """
import time, django
django.setup()
from django.core.cache import cache
started = time.monotonic()
cache.set("portal-test", "xin chào", 5)
print(cache.get("portal-test"), time.monotonic() - started < 2)
"""


def ask(redis_url: str) -> str:
    """Write to the cache of a deployment and read it back; say what came and whether that was quick."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONIOENCODING": "utf-8",
        "DJANGO_SETTINGS_MODULE": "mysite.settings.production",
        "SECRET_KEY": "k" * 50,
        "SITE_URL": "http://portal.example",
        "DATABASE_URL": "sqlite://:memory:",
        "REDIS_URL": redis_url,
    }
    command = [sys.executable, "-c", ASK]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.redis
def test_redis_keeps_what_is_cached():
    assert ask(REDIS_URL) == "xin chào True"


def test_without_redis_nothing_is_cached_and_nothing_fails():
    assert ask("redis://127.0.0.1:1/0") == "None True"


def test_without_an_address_each_process_has_its_own():
    assert ask("") == "xin chào True"
