"""A database of the benchmark's own, made by the migrations and gone with the process."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.test.utils import setup_databases, setup_test_environment, teardown_databases


@contextmanager
def own_database(*, is_there: bool = False) -> Iterator[None]:
    """``is_there``: somebody has put the file where SQLite's test database is, migrated."""
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False, keepdb=is_there)
    try:
        yield
    finally:
        teardown_databases(databases, verbosity=0)
