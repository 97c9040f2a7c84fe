"""The cache in production: Redis if configured; pages work without it."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.support.services import REDIS_URL

SCRIPT = """
import time, django
django.setup()
from django.core.cache import cache
started = time.monotonic()
cache.set("portal-test", "xin chào", 5)
print(cache.get("portal-test"), time.monotonic() - started < 10)
"""


def run_cache_round_trip(redis_url: str) -> str:
    """Write to and read from the production cache; return the value and whether it took little time."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONIOENCODING": "utf-8",
        "DJANGO_SETTINGS_MODULE": "mysite.settings.production",
        "SECRET_KEY": "k" * 50,
        "SITE_URL": "http://portal.example",
        "DATABASE_URL": "sqlite://:memory:",
        "REDIS_URL": redis_url,
    }
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.redis
def test_redis_stores_cached_values():
    assert run_cache_round_trip(REDIS_URL) == "xin chào True"


def test_unavailable_redis_disables_caching_without_errors():
    assert run_cache_round_trip("redis://127.0.0.1:1/0") == "None True"


def test_local_memory_cache_without_redis_url():
    assert run_cache_round_trip("") == "xin chào True"
