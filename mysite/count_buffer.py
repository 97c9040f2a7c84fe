"""Counts that are kept in memory and written to the database after a response, so that no visitor waits for them."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.signals import request_finished
from django.db import DatabaseError, transaction

logger = logging.getLogger(__name__)

Detail = TypeVar("Detail")

_buffers: "list[CountBuffer[Any]]" = []


@dataclass
class Count(Generic[Detail]):
    """How often a key was used, and a detail of its last use that had one."""

    number: int
    detail: Detail | None


class CountBuffer(Generic[Detail]):
    """Counts the uses of keys in this process and passes the counts to ``write`` in a transaction.

    Counts that cannot be written are lost, which is acceptable for statistics.
    """

    #: Seconds between two writes.
    INTERVAL = 30.0
    #: Keys between two writes: bounds memory when they are random.
    MAX_KEYS = 500

    def __init__(self, write: Callable[[dict[str, Count[Detail]]], None]) -> None:
        self._write = write
        self._lock = threading.Lock()
        self._counts: dict[str, Count[Detail]] = {}
        self._flushed_at = time.monotonic()
        request_finished.connect(self.flush_if_due)
        _buffers.append(self)

    def add(self, key: str, detail: Detail | None = None) -> None:
        """Count a use of ``key``. It takes microseconds."""
        with self._lock:
            if count := self._counts.get(key):
                count.number += 1
                count.detail = count.detail if detail is None else detail
            elif len(self._counts) < self.MAX_KEYS:
                self._counts[key] = Count(1, detail)

    def clear(self) -> None:
        self._take()

    def flush_if_due(self, **kwargs: Any) -> None:
        if self._counts and time.monotonic() - self._flushed_at >= self.INTERVAL:
            self.flush()

    def flush(self) -> None:
        """Write the counts to the database."""
        if not (counts := self._take()):
            return
        try:
            with transaction.atomic():
                self._write(counts)
        except DatabaseError:
            logger.warning("%s could not write its counts", self._write.__module__, exc_info=True)

    def _take(self) -> dict[str, Count[Detail]]:
        with self._lock:
            counts, self._counts = self._counts, {}
            self._flushed_at = time.monotonic()
        return counts


def flush_all() -> None:
    """Write the counts of all buffers of this process, before it ends."""
    for buffer in _buffers:
        buffer.flush()
