"""Long checks: in full under ``make test-all``, a sample of each kind under ``make test``."""

import os
from collections.abc import Sequence
from typing import TypeVar

#: Whether this run is ``make test-all``.
TEST_ALL = os.environ.get("TEST_ALL") == "1"

T = TypeVar("T")


def sample(cases: Sequence[T], size: int) -> list[T]:
    """Return all ``cases`` under ``make test-all``, else ``size`` of them, evenly spaced."""
    if TEST_ALL or size >= len(cases):
        return list(cases)
    return [cases[index * len(cases) // size] for index in range(size)]


def share(cases: Sequence[T], number: int, parts: int) -> list[T]:
    """Return all ``cases`` under ``make test-all``, else every ``parts``-th of them, starting at a different one for
    each ``number``: tests with consecutive numbers run all cases between them.
    """
    return list(cases) if TEST_ALL else list(cases[number % parts :: parts])


def rounds(full: int, sampled: int) -> int:
    """Return how often to repeat a check: ``full`` times under ``make test-all``, else ``sampled`` times."""
    return full if TEST_ALL else sampled
