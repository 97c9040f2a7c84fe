"""Settings of the migration linter: test settings on PostgreSQL with its application, which the portal has not."""

import os

os.environ["TEST_DATABASE"] = "postgres"

from mysite.settings.test import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]  # noqa: F405
MIGRATION_LINTER_OPTIONS = {
    "include_apps": ["home", "mysite", "newsroom", "readership", "search"],
    # About the names of variables in data migrations.
    "exclude_migration_tests": ["RUNPYTHON_MODEL_IMPORT", "RUNPYTHON_MODEL_VARIABLE_NAME"],
    "warnings_as_errors_tests": [
        "CREATE_INDEX",
        "CREATE_INDEX_EXCLUSIVE",
        "DROP_INDEX",
        "REINDEX",
        "RUNPYTHON_REVERSIBLE",
    ],
    "no_cache": True,
    "quiet": ["ok", "ignore"],
    # Released, so they are not changed any more: columns without a default in the database, indexes that lock.
    "ignore_name": [
        "0008_translations",
        "0009_snippets_have_drafts",
        "0013_appearance",
        "0017_menu_links",
        "0005_missing_renditions",
        "0006_image_is_cleaned",
        "0005_translations",
        "0007_snippets_have_drafts",
        "0010_article_listing_index",
        "0011_importedarticle_text_digest",
        "0012_event_attendance",
        "0013_desk_columns",
        "0004_vocabulary_term",
        "0005_digest",
        # The index of a table that is small before this migration.
        "0014_comments",
    ],
}
