"""Fixtures and hooks for all tests: a media folder for each, rows restored after commits, no hidden skips."""

import gc
import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import translation

from tests.support import template_databases
from tests.support.samples import choose_sample
from tests.support.second_database import runs_on_second_database
from tests.support.services import ON_POSTGRES

pytest_plugins = ["tests.support.browser", "tests.support.function_coverage"]

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_serialized_rollback"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run only tests that can differ there: listed ones that use the database but no browser.

    In a run of ``make test`` (TEST_SAMPLED=1) long forms are left out; see ``tests/support/samples.py``.
    Tests that wait for a browser or a frozen server are repeated once if they fail, others once if they gave up
    waiting for another process; both are reported as RERUN.
    """
    for item in items:
        if item.get_closest_marker("browser") or item.get_closest_marker("postgres_server"):
            item.add_marker(pytest.mark.flaky(reruns=1))
        else:
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=["TimeoutError", "TimeoutExpired"]))
    with_database = {item for item in items if uses_database(item)}
    kept = items[:]
    if ON_POSTGRES:
        kept = [item for item in kept if item in with_database and not item.get_closest_marker("browser")]
        kept = [item for item in kept if runs_on_second_database(item)]
    if os.environ.get("TEST_SAMPLED") == "1":
        kept = choose_sample(kept, with_database)
    config.hook.pytest_deselected(items=list(set(items).difference(kept)))
    items[:] = kept


def pytest_collection_finish() -> None:
    """Exclude modules and collected tests from garbage collection, which otherwise takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


def uses_database(item: pytest.Item) -> bool:
    in_class = isinstance(getattr(item, "cls", None), type) and issubclass(item.cls, TransactionTestCase)
    marked = item.get_closest_marker("django_db") is not None
    return in_class or marked or not DATABASE_FIXTURES.isdisjoint(item.fixturenames)


def commits(item: pytest.Item) -> bool:
    """Return whether this test commits to the database, which Django would flush, including the rows of migrations."""
    marker = item.get_closest_marker("django_db")
    if marker and (marker.kwargs.get("transaction") or marker.kwargs.get("reset_sequences")):
        return True
    return not {"transactional_db", "live_server"}.isdisjoint(item.fixturenames)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """Always keep the database on SQLite: it may be a copy of the migrated template, and is deleted with its folder."""
    return django_db_keepdb or not ON_POSTGRES


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, django_db_blocker) -> None:
    test_settings = connection.settings_dict["TEST"]
    if ON_POSTGRES:
        with django_db_blocker.unblock():
            test_settings["TEMPLATE"] = template_databases.find_postgres_template()
    else:
        template_databases.copy_sqlite_template(test_settings["NAME"])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, request):
    """Keep a copy of the rows of migrations, if a test of this run commits to the database.

    ``restore_rows`` replaces Django's flush, which truncates 130 tables on PostgreSQL and creates all permissions anew:
    a second for each test.
    """
    with django_db_blocker.unblock():
        if not ON_POSTGRES:
            template_databases.save_sqlite_template()
        if any(commits(item) for item in request.session.items):
            request.session.migration_data = read_all_rows()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test_case: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _keep_blocker(request, django_db_blocker):
    request.session.database_blocker = django_db_blocker


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Restore the rows of migrations (locales, root page, groups) after a test that committed to the database.

    This runs after all fixtures are torn down, because some of them use the database.
    """
    try:
        return (yield)
    finally:  # also if a fixture failed in its teardown, so that the next test is not affected
        # Also after the last test, which may be repeated; but then the database on PostgreSQL has been dropped.
        if commits(item) and not (ON_POSTGRES and nextitem is None):
            with item.session.database_blocker.unblock(), suspended_tracking():
                restore_rows(item.session.migration_data)


@contextmanager
def suspended_tracking() -> Iterator[None]:
    """Do not raise the content generation, whose row is restored too."""
    from mysite.content_generation import WriteTracker

    WriteTracker.is_suspended = True
    try:
        yield
    finally:
        WriteTracker.is_suspended = False


# Rows are copied in SQL: loading them as fixtures would run all signal handlers, which create content types and
# index entries whose primary keys clash with rows that are loaded later.
def read_all_rows() -> dict[str, list[tuple]]:
    """Return the rows of all model tables, by table; also those without rows."""
    with connection.cursor() as cursor:
        tables = {}
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            tables[table] = cursor.fetchall()
    return tables


def restore_rows(tables: dict[str, list[tuple]]) -> None:
    """Replace the rows of all tables by those of ``tables``; foreign keys are checked on commit."""
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import cache
    from wagtail.models import Site

    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608
        for table, rows in tables.items():
            if rows:
                placeholders = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f"INSERT INTO {connection.ops.quote_name(table)} VALUES ({placeholders})", rows)  # noqa: S608
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
    cache.clear()


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    from django.core.cache import cache

    from mysite.wsgi import page_cache
    from readership import ranking

    cache.clear()
    page_cache.clear()
    ranking.forget_hour()


@pytest.fixture(autouse=True)
def _no_buffered_statistics(monkeypatch) -> None:
    """Clear the search terms and missing URLs of earlier tests, whose flush would add queries to a slow test."""
    from mysite.count_buffer import CountBuffer
    from mysite.http import missing_urls, rate_limits
    from readership import counting
    from search import query_log

    monkeypatch.setattr(CountBuffer, "INTERVAL", math.inf)
    monkeypatch.setattr(rate_limits.SharedCounter, "INTERVAL", math.inf)
    for module in (query_log, missing_urls, rate_limits, counting):
        module.buffer.clear()


@pytest.fixture(autouse=True)
def _activate_vietnamese(settings) -> None:
    """Activate the default language: the last request of the previous test may have left English active."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:
    """An empty media folder for the test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """With CI=true a skipped test fails the run, because it would not run anywhere else."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.section("skipped under CI=true, so this run fails", sep="=", red=True)
