"""Pages, the API and the contact form while Redis is stopped, frozen or full: no errors, at most one short delay."""

import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings
from redis import Redis

from home.models import ContactMessage
from mysite import redis_client
from tests.support import factories
from tests.support.contact_form import send_form
from tests.support.servers import RedisServer

pytestmark = [pytest.mark.django_db, pytest.mark.redis_server]

#: Seconds. A timeout is 0.2 s; without the breaker the list of the API would take eleven.
MAX_DELAY, MAX_NEXT = 0.6, 0.15


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    server = RedisServer()
    yield server
    server.thaw()
    server.stop()


@pytest.fixture
def redis(server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisServer]:
    """The Redis server, used as the cache with the settings of a deployment."""
    backend = {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": server.url, "OPTIONS": settings.REDIS_OPTIONS}
    with override_settings(CACHES={"default": backend}):
        redis_client.breaker.reset()
        cache.clear()
        yield server
        server.thaw()
    redis_client.breaker.reset()


def test_frozen_redis_costs_one_timeout_for_several_keys_too(redis: RedisServer) -> None:
    cache.set_many({"a": 1, "b": 2})
    assert cache.get_many(["a", "b"]) == {"a": 1, "b": 2}
    redis.freeze()
    started = time.monotonic()
    for _ in range(50):
        cache.set_many({"a": 1, "b": 2})
    assert 0.15 < time.monotonic() - started < MAX_DELAY + MAX_NEXT


def set_pause(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    monkeypatch.setattr(redis_client.breaker, "_recovery_timeout", seconds)


def measure_gets(count: int) -> list[float]:
    """Return the seconds that each of ``count`` reads of the cache took, in which nothing was found."""
    seconds = []
    for _ in range(count):
        started = time.monotonic()
        assert cache.get("a") is None
        seconds.append(time.monotonic() - started)
    return seconds


def test_frozen_redis_costs_one_timeout(redis: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    set_pause(monkeypatch, 2)
    cache.set("a", 1)
    assert cache.get("a") == 1
    redis.freeze()
    first, *others = measure_gets(50)
    assert 0.15 < first < MAX_DELAY
    assert sum(others) < MAX_NEXT
    time.sleep(2.1)
    assert 0.15 < measure_gets(1)[0] < MAX_DELAY
    redis.thaw()
    assert cache.get("a") is None
    time.sleep(2.1)
    assert cache.get("a") == 1


def test_stopped_redis_costs_nothing_and_is_used_again(redis: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    set_pause(monkeypatch, 1)
    cache.set("a", 1)
    redis.stop()
    assert sum(measure_gets(50)) < MAX_NEXT
    redis.start()
    time.sleep(1.1)
    cache.set("a", 2)
    assert cache.get("a") == 2


def test_restarted_redis_is_used_at_once(redis: RedisServer) -> None:
    """A kept connection that the server has closed is no failure."""
    cache.set("a", 1)
    redis.stop()
    redis.start()
    assert cache.get("a") is None
    cache.set("a", 2)
    assert cache.get("a") == 2


def test_full_redis_is_still_read(redis: RedisServer) -> None:
    cache.set("a", 1)
    with Redis(port=redis.port) as client:
        client.config_set("maxmemory-policy", "noeviction")
        client.config_set("maxmemory", 1)
        try:
            cache.set("b", 1)
            assert (cache.get("a"), cache.get("b")) == (1, None)
        finally:
            client.config_set("maxmemory", 0)
    cache.set("b", 1)
    assert cache.get("b") == 1


def test_pages_and_forms_work_while_redis_is_frozen(redis: RedisServer, client: Client) -> None:
    section = factories.SectionFactory()
    articles = factories.ArticleFactory.create_batch(20, parent=section)
    contact = factories.ContactPageFactory()
    urls = ["/", section.url, articles[0].url, "/api/v2/pages/", "/tim-kiem/?q=hoi+nghi", "/rss/", contact.url]
    usual = {url: measure(client, url) for url in urls}
    redis.freeze()
    extra = sum(measure(client, url) - usual[url] for url in urls)
    assert extra < MAX_DELAY
    started = time.monotonic()
    assert send_form(client, contact).status_code == 302
    assert time.monotonic() - started < MAX_DELAY
    assert ContactMessage.objects.count() == 1


def measure(client: Client, url: str) -> float:
    """Return the seconds of the second of two requests: the first one compiles templates."""
    assert client.get(url).status_code == 200, url
    started = time.monotonic()
    assert client.get(url).status_code == 200, url
    return time.monotonic() - started
