"""What every test stands on: its own media folder, migration data that survives a flush, and no hidden skip."""

import math
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import translation

from tests import migrated
from tests.services import ON_POSTGRES

pytest_plugins = ["tests.browser"]

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_serialized_rollback"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run only what differs there: tests that use the database and no browser."""
    if not ON_POSTGRES:
        return
    kept = [item for item in items if uses_database(item) and not item.get_closest_marker("browser")]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def uses_database(item: pytest.Item) -> bool:
    in_class = isinstance(getattr(item, "cls", None), type) and issubclass(item.cls, TransactionTestCase)
    marked = item.get_closest_marker("django_db") is not None
    return in_class or marked or not DATABASE_FIXTURES.isdisjoint(item.fixturenames)


def flushes_database(item: pytest.Item) -> bool:
    """Tell whether Django empties all tables after this test, rows made by migrations included."""
    marker = item.get_closest_marker("django_db")
    if marker and (marker.kwargs.get("transaction") or marker.kwargs.get("reset_sequences")):
        return True
    return not {"transactional_db", "live_server"}.isdisjoint(item.fixturenames)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """On SQLite always: the file may be there already, migrated (see tests/migrated.py), and goes with its folder."""
    return django_db_keepdb or not ON_POSTGRES


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    if not ON_POSTGRES:
        migrated.start_from_template(connection.settings_dict["TEST"]["NAME"])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, request):
    """Remember the rows that the migrations made, if a test of this run is going to flush them."""
    with django_db_blocker.unblock():
        if not ON_POSTGRES:
            migrated.keep_as_template()
        if any(flushes_database(item) for item in request.session.items):
            request.session.migration_data = all_rows()
    return django_db_setup


@pytest.fixture(scope="session", autouse=True)
def _keep_blocker(request, django_db_blocker):
    request.session.database_blocker = django_db_blocker


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Put the migrations' rows back after a test whose end flushed them (locales, root page, groups).

    After all fixtures of the test are gone, because the flush is the end of one of them.
    """
    try:
        return (yield)
    finally:  # also when a fixture complained at its end: the next test is not to suffer for it
        if nextitem is not None and flushes_database(item):
            with item.session.database_blocker.unblock():
                # Once more without post_migrate: the flush of the test has recreated permissions under other numbers.
                call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True, reset_sequences=False)
                put_back(item.session.migration_data)


# Rows are copied as they are, below the models: loading them as fixtures would run every signal handler, and those
# make content types and index entries with numbers that the rows still to come have.
def all_rows() -> dict[str, list[tuple]]:
    """Every row of every table of the models, by table."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            found[table] = cursor.fetchall()
    return {table: rows for table, rows in found.items() if rows}


def put_back(found: dict[str, list[tuple]]) -> None:
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import cache
    from wagtail.models import Site

    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in found.items():
            places = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {connection.ops.quote_name(table)} VALUES ({places})", rows)  # noqa: S608
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
    cache.clear()


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def _nothing_searched_for(monkeypatch) -> None:
    """Forget what earlier tests searched for, and write nothing by the way: a slow test would count such queries."""
    from search import terms

    terms.forget_the_counted()
    monkeypatch.setattr(terms, "INTERVAL", math.inf)


@pytest.fixture(autouse=True)
def _vietnamese(settings) -> None:
    """Begin in the site's language: the last request of the test before may have left English behind."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:
    """An empty media folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Under CI a skipped test is a failure: what is not run there is run nowhere."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.section("skipped under CI=true, so this run fails", sep="=", red=True)
