"""Indexes of Wagtail's page table, and the statistics by which the database chooses an index."""

from typing import Any

from django.db import connection
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from mysite.signals import nightly

#: The few pages shown in menus, which every page of the portal loads, the home pages, which every list asks for, and
#: the pages that expire and the aliases, which every content generation asks for.
INDEXES = (
    "CREATE INDEX IF NOT EXISTS mysite_pages_in_menus ON wagtailcore_page (path) WHERE show_in_menus",
    "CREATE INDEX IF NOT EXISTS mysite_home_pages ON wagtailcore_page (path) WHERE depth = 2",
    "CREATE INDEX IF NOT EXISTS mysite_expiring_pages ON wagtailcore_page (expire_at) WHERE expire_at IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS mysite_aliases ON wagtailcore_page (alias_of_id) WHERE alias_of_id IS NOT NULL",
)


@receiver(post_migrate)
def create_indexes(*, sender: Any, **kwargs: Any) -> None:
    """Create the indexes after every migration: SQLite drops them when Wagtail changes the table."""
    if sender.label == "mysite" and "wagtailcore_page" in connection.introspection.table_names():
        with connection.cursor() as cursor:
            for statement in INDEXES:
                cursor.execute(statement)


@receiver(nightly)
def update_statistics(**kwargs: Any) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 1000")  # rows of each index; all would take seconds
        cursor.execute("ANALYZE")
