"""The generation cache: values that the pages of one content generation share, such as the menu and URLs of links.

The page cache opens it while it renders a page for anonymous visitors. Everywhere else (previews, signed-in users,
commands) values are computed each time. See docs/decisions/047-page-cache.md.
"""

import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any, TypeVar

from cachetools import LRUCache
from django.utils.translation import get_language

#: Values per process; those not used for longest are dropped first.
MAX_VALUES = 5000
_MISSING = object()

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

_opened: ContextVar["tuple[GenerationCache, Hashable] | None"] = ContextVar("generation_cache", default=None)


class GenerationCache:
    """Values of one content generation, by key, host and language. Threads share them, so they must not be changed."""

    def __init__(self, generation: int | None = None) -> None:
        self.generation = generation
        self.created_at = time.monotonic()
        self._values: LRUCache[Hashable, Any] = LRUCache(MAX_VALUES)
        self._lock = Lock()

    @contextmanager
    def open(self, host: Hashable) -> Iterator[None]:
        """Let ``get_or_compute`` use this cache for a request to ``host``, on which the URLs in values depend."""
        token = _opened.set((self, host))
        try:
            yield
        finally:
            _opened.reset(token)

    def get(self, key: Hashable) -> Any:
        with self._lock:
            return self._values.get(key, _MISSING)

    def set(self, key: Hashable, value: Any) -> None:
        with self._lock:
            self._values[key] = value


def get_or_compute(name: str, compute: Callable[[], T], *vary_on: Hashable) -> T:
    """Return the value ``name`` for these variables, computed at its first use in a content generation."""
    return get_or_compute_many(name, [vary_on], lambda _: {vary_on: compute()})[vary_on]


def get_or_compute_many(name: str, keys: Iterable[K], compute: Callable[[list[K]], Mapping[K, T]]) -> dict[K, T]:
    """Return values by key. ``compute`` gets the keys whose values are not known yet, and returns a value for each."""
    opened = _opened.get()
    if opened is None:
        keys = list(keys)
        return dict(compute(keys)) if keys else {}
    cache, host = opened
    prefix = (name, host, get_language())
    values = {key: cache.get((*prefix, key)) for key in keys}
    if missing := [key for key, value in values.items() if value is _MISSING]:
        for key, value in compute(missing).items():
            cache.set((*prefix, key), value)
            values[key] = value
    return values
