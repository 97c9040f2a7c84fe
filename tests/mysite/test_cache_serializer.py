"""Values in Redis are signed: those that somebody else has written are not unpickled."""

import pickle
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import override_settings

from mysite.cache_serializer import SignedPickleSerializer, sign
from tests.support.services import REDIS_URL


class Payload:
    """Unpickling it makes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple:
        return Path.touch, (self.path,)


VALUES = ["xin chào", b"\x00\xff", {1: "Tiếng Việt"}, [("a", 1)], None, 1.5, "x" * 100_000]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_value_is_kept(value):
    serializer = SignedPickleSerializer({})
    assert serializer.loads(serializer.dumps(value)) == value


def test_foreign_values_are_not_unpickled(tmp_path):
    serializer = SignedPickleSerializer({})
    made = tmp_path / "made"
    payload = pickle.dumps(Payload(made))
    own = serializer.dumps("own")
    with override_settings(SECRET_KEY="another" * 8):
        signed_by_another = sign(payload) + payload
    for foreign in (
        payload,
        b"",
        b"\x80",
        own[:-1],
        own[:20],
        own[:32] + payload,
        b"\x00" * 32 + payload,
        signed_by_another,
    ):
        assert serializer.loads(foreign) is None
    assert not made.exists()
    assert serializer.loads(own) == "own"


@pytest.mark.redis
def test_poisoned_redis(settings, tmp_path):
    """The cache of a deployment takes a value written by somebody else for a missing one."""
    made = tmp_path / "made"
    settings.CACHES = {
        "default": {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "test-serializer",
            "OPTIONS": {"SERIALIZER": "mysite.cache_serializer.SignedPickleSerializer"},
        }
    }
    cache = caches["default"]
    client = cache.client.get_client(write=True)
    try:
        cache.set("names", {1: "Tiếng Việt"}, 60)
        assert cache.get("names") == {1: "Tiếng Việt"}
        client.set(cache.make_key("names"), pickle.dumps(Payload(made)))
        assert cache.get("names") is None
        assert not made.exists()
        cache.set("count", 1, 60)
        assert cache.incr("count") == 2
    finally:
        cache.delete_many(["names", "count"])
