"""What ``make test`` runs on PostgreSQL after SQLite; ``make test-all`` runs all tests that use the database there.

The two databases differ in full text search, collations, date functions, locks and transactions, limits of values, and
the plans of large queries. Tests of pages, feeds and forms use QuerySets whose tests are listed here.
"""

import pytest

from tests.support.samples import TEST_ALL

#: Beginnings of test ids (folders, files or tests), each with what can differ.
SECOND_DATABASE = {
    "tests/mysite/test_audit_log.py": "names of permissions are concatenated, and entries are JSON",
    "tests/mysite/test_two_factor_codes.py": "the row of a device is locked while a code is compared",
    "tests/readership/test_most_read.py": "counts are summed by subqueries",
    "tests/readership/test_reports.py": "counts are summed by subqueries",
    "tests/readership/test_view_counts.py": "counts are added with ON CONFLICT",
    "tests/home/test_roles_migration.py": "migrations with content types",
    "tests/search/": "the search engine has an implementation for each database",
    "tests/home/test_api.py::test_no_parameter_value": "limits of values in filters",
    "tests/home/test_contact_hostile.py": "NUL and other characters in texts",
    "tests/home/test_contact_mailing.py": "messages are claimed with a conditional update",
    "tests/home/test_dashboard.py": "ids of revisions are cast, and the number of queries",
    "tests/home/test_personal_data.py": "the rows of all tables are searched",
    "tests/home/test_openapi.py": "limits of values in parameters",
    "tests/home/test_routing.py": "paths are compared in the database",
    "tests/home/test_translations_report.py::test_report_can_be_filtered": "the report is sorted by subqueries",
    "tests/home/test_translations_report.py::test_query_count": "the number of queries",
    "tests/mysite/test_broken_backups.py::test_backup_of_the_other": "a backup of SQLite is refused",
    "tests/mysite/test_broken_backups.py::test_changed_contents_are_refused_though_signed[damaged": "pg_restore",
    "tests/mysite/test_backup_while_publishing.py": "snapshots are made by another program",
    "tests/mysite/test_backups.py::test_content": "snapshots are made and restored by other programs",
    "tests/mysite/test_backups.py::test_failed": "the tables are moved to another schema",
    "tests/mysite/test_backups.py::test_files_deleted": "the snapshot is read in a transaction",
    "tests/mysite/test_backups.py::test_killed": "the tables are moved to another schema",
    "tests/mysite/test_backups.py::test_restored": "snapshots are made and restored by other programs",
    "tests/mysite/test_backups.py::test_tables": "the tables of a schema",
    "tests/mysite/test_bad_requests.py": "limits of keys in URLs",
    "tests/mysite/test_collation.py": "collations",
    "tests/mysite/test_compiled_queries.py": "SQL and the values bound to it",
    "tests/mysite/test_concurrent_editing.py::test_articles_saved": "transactions of several threads",
    "tests/mysite/test_content_generation.py": "changes are recognised in SQL, and committed",
    "tests/mysite/test_database_timeouts.py": "a server that does not respond",
    "tests/mysite/test_health.py": "a database that is not available",
    "tests/mysite/test_housekeeping.py": "rows are locked, sizes of tables",
    "tests/mysite/test_load.py": "publishing while visitors read",
    "tests/mysite/test_lockouts.py::test_concurrent": "counters updated by several requests",
    "tests/mysite/test_malformed_article_form.py": "limits of values",
    "tests/mysite/test_malformed_forms.py": "limits of values",
    "tests/mysite/test_missing_renditions.py::test_concurrent": "the queue is claimed with a conditional update",
    "tests/mysite/test_missing_renditions.py::test_scheduler": "the queue is claimed with a conditional update",
    "tests/mysite/test_missing_urls.py": "lengths and characters of texts",
    "tests/mysite/test_old_urls.py": "paths are compared in the database",
    "tests/mysite/test_orphan_files.py": "JSON of revisions is searched",
    "tests/mysite/test_page_lists.py::test_pages": "ids of revisions and workflow states are cast",
    "tests/mysite/test_prepare.py": "migrations on an empty database",
    "tests/mysite/test_rate_limits.py": "counts are added with ON CONFLICT",
    "tests/mysite/test_redirects.py": "paths are compared in the database",
    "tests/mysite/test_submissions.py": "tokens are claimed by unique rows",
    "tests/newsroom/test_archive.py": "dates are truncated in the database",
    "tests/newsroom/test_article_listings.py": "triggers",
    "tests/newsroom/test_comment_moderation.py": "rows are locked, permissions are decided by subqueries",
    "tests/newsroom/test_comments_hostile.py": "NUL and other characters in texts",
    "tests/newsroom/test_content_dates.py::test_first": "time zones of stored dates",
    "tests/newsroom/test_event_queries.py": "occurrences by window and subquery",
    "tests/newsroom/test_import_articles.py": "transactions, lengths and characters of texts",
    "tests/newsroom/test_import_at_scale.py": "plans of large queries",
    "tests/newsroom/test_import_batches.py": "transactions and savepoints",
    "tests/newsroom/test_import_redirects.py": "paths are compared in the database",
    "tests/test_aliases.py": "visibility is decided by subqueries",
    "tests/test_cache_invalidation.py::test_every_page": "changes are recognised in SQL",
    "tests/test_harness.py": "how the tests restore the database",
    "tests/test_hostile_urls.py": "limits of values and characters",
    "tests/test_rights.py::test_admin_shows": "permissions are decided by subqueries",
}

#: Tests in these folders that run on SQLite only.
FIRST_DATABASE_ONLY = {
    "tests/search/test_admin_search_quality.py": "hundreds of queries to the same index as that of visitors",
    "tests/search/test_documents_text.py::test_unreadable_file_is_reported_once[a.pdf": "the file is read elsewhere",
    "tests/search/test_documents_text.py::test_unreadable_file_is_reported_once[a.docx": "the file is read elsewhere",
    "tests/search/test_documents_text.py::test_zip_bomb": "the file is read elsewhere",
}


def list_files() -> list[str]:
    """Return the files and folders with listed tests; collecting the others takes seconds."""
    return sorted({beginning.partition("::")[0] for beginning in SECOND_DATABASE})


def runs_on_second_database(item: pytest.Item) -> bool:
    if TEST_ALL:
        return True
    return item.nodeid.startswith(tuple(SECOND_DATABASE)) and not item.nodeid.startswith(tuple(FIRST_DATABASE_ONLY))
