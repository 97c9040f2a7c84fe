"""Creates a temporary migrated database for the benchmark."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import setup_databases, setup_test_environment, teardown_databases, teardown_test_environment

from tests.support import template_databases


@contextmanager
def create_database(*, is_there: bool = False) -> Iterator[None]:
    """Create the database. If ``is_there``, a migrated file is already at the path of SQLite's test database."""
    setup_test_environment()
    if not is_there and connection.vendor == "sqlite" and template_databases.get_sqlite_template().exists():
        template_databases.copy_sqlite_template(connection.settings_dict["TEST"]["NAME"])
        is_there = True
    databases = setup_databases(verbosity=0, interactive=False, keepdb=is_there)
    try:
        yield
    finally:
        teardown_databases(databases, verbosity=0)
        teardown_test_environment()
