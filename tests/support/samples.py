"""Long checks: in full under ``make test-all``, a sample of each kind under ``make test``."""

import os
from collections import defaultdict
from collections.abc import Sequence
from typing import TypeVar

import pytest

#: How many cases ``make test`` runs of a test with parameters that needs a database or servers, or a browser. Of tables
#: such as that of rights it runs one in ``MAX_PARTS``.
MAX_CASES, MAX_BROWSER_CASES, MAX_PARTS = 2, 1, 12
SERVERS = {"nginx", "postgres_server", "redis_server"}
#: Whether this run is ``make test-all``.
TEST_ALL = os.environ.get("TEST_ALL") == "1"

T = TypeVar("T")


def sample(cases: Sequence[T], size: int) -> list[T]:
    """Return all ``cases`` under ``make test-all``, else ``size`` of them, evenly spaced."""
    return list(cases) if TEST_ALL else space_evenly(cases, size)


def space_evenly(cases: Sequence[T], size: int) -> list[T]:
    """Return ``size`` of the ``cases``, or all if there are fewer, evenly spaced."""
    size = min(size, len(cases))
    return [cases[index * len(cases) // size] for index in range(size)]


def share(cases: Sequence[T], number: int, parts: int) -> list[T]:
    """Return all ``cases`` under ``make test-all``, else every ``parts``-th of them, starting at a different one for
    each ``number``: tests with consecutive numbers run all cases between them.
    """
    return list(cases) if TEST_ALL else list(cases[number % parts :: parts])


def rounds(full: int, sampled: int) -> int:
    """Return how often to repeat a check: ``full`` times under ``make test-all``, else ``sampled`` times."""
    return full if TEST_ALL else sampled


def choose_sample(items: list[pytest.Item], with_database: set[pytest.Item]) -> list[pytest.Item]:
    """Return what ``make test`` runs: no test marked as long form, and some cases of each slow test with parameters.

    Tests that need neither the database nor servers nor a browser are fast: all their cases run. Cases are ordered by
    their last parameter first: of the table of rights each action is run.
    """
    families: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in sorted(items, key=lambda item: item.nodeid[::-1]):
        families[item.nodeid.partition("[")[0]].append(item)
    kept: set[pytest.Item] = set()
    for family in families.values():
        marks = {mark.name for mark in family[0].iter_markers()}
        if "long_form" in marks:
            continue
        size = len(family)
        if "browser" in marks:
            size = MAX_BROWSER_CASES
        elif marks & SERVERS or family[0] in with_database:
            size = max(MAX_CASES, size // MAX_PARTS)
        kept.update(sample(family, size))
    return [item for item in items if item in kept]
