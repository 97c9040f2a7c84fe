"""Keep ``ArticleListing`` up to date with triggers of the database.

Not everything that changes a page saves it: a move is one statement for all pages below a section, an alias becomes an
article of its own when its source is deleted, and imports write in bulk. Triggers see all of these.
"""

import logging
from typing import Any

from django.apps import AppConfig
from django.db import connection, transaction
from django.db.models.signals import post_migrate, pre_migrate
from django.dispatch import receiver
from django.utils import timezone

from mysite.signals import nightly

logger = logging.getLogger(__name__)

TABLE = "newsroom_articlelisting"
COLUMNS = "ancestor_path, article_id, published_at, month, expire_at, is_alias, is_foreign_alias"
#: The columns of a page from which its rows are made.
PAGE_COLUMNS = ("path", "live", "first_published_at", "expire_at", "alias_of_id", "locale_id", "content_type_id")

#: The rows of all live articles. The home page is at the second level of the tree, so its path has eight characters.
ROWS = """
    SELECT substr(page.path, 1, level.value), page.id, COALESCE(page.first_published_at, {undated}),
        {month}, page.expire_at, page.alias_of_id IS NOT NULL, COALESCE(page.locale_id <> source.locale_id, FALSE)
    FROM wagtailcore_page page
    JOIN {levels} ON level.value < length(page.path)
    LEFT JOIN wagtailcore_page source ON source.id = page.alias_of_id
    WHERE page.live AND page.content_type_id =
        (SELECT id FROM django_content_type WHERE app_label = 'newsroom' AND model = 'newspage')
"""

SQLITE_TRIGGERS = (
    "CREATE TRIGGER newsroom_page_inserted AFTER INSERT ON wagtailcore_page BEGIN {insert} AND page.id = NEW.id; END",
    """
    CREATE TRIGGER newsroom_page_updated AFTER UPDATE OF {page_columns} ON wagtailcore_page WHEN {is_changed}
    BEGIN {delete} WHERE article_id = OLD.id; {insert} AND page.id = NEW.id; END
    """,
    """
    CREATE TRIGGER newsroom_page_deleted AFTER DELETE ON wagtailcore_page
    BEGIN {delete} WHERE article_id = OLD.id; END
    """,
)
POSTGRESQL_TRIGGERS = (
    """
    CREATE OR REPLACE FUNCTION newsroom_list_article() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'INSERT' THEN {delete} WHERE article_id = OLD.id; END IF;
        IF TG_OP <> 'DELETE' THEN {insert} AND page.id = NEW.id; END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER newsroom_page_inserted AFTER INSERT ON wagtailcore_page
    FOR EACH ROW EXECUTE FUNCTION newsroom_list_article()
    """,
    """
    CREATE TRIGGER newsroom_page_updated AFTER UPDATE OF {page_columns} ON wagtailcore_page
    FOR EACH ROW WHEN ({is_changed}) EXECUTE FUNCTION newsroom_list_article()
    """,
    """
    CREATE TRIGGER newsroom_page_deleted AFTER DELETE ON wagtailcore_page
    FOR EACH ROW EXECUTE FUNCTION newsroom_list_article()
    """,
)

#: Rows that should not be there, and rows that are missing.
DIFFERENCES = ("{stored} EXCEPT {rows} LIMIT 1", "{rows} EXCEPT {stored} LIMIT 1")


def _build_sql() -> dict[str, str]:
    """Return the parts of the statements for this database."""
    zone = timezone.get_default_timezone()
    if connection.vendor == "postgresql":
        parts = {
            "undated": "'1900-01-01 00:00:00+00'",
            "month": f"date_trunc('month', page.first_published_at AT TIME ZONE '{zone}')::date",
            "levels": "generate_series(8, length(page.path) - 4, 4) AS level(value)",
        }
        distinct = "IS DISTINCT FROM"
    else:
        # SQLite knows no time zones. Vietnam's is constant.
        hours = timezone.localtime(timezone=zone).utcoffset()
        parts = {
            "undated": "'1900-01-01 00:00:00'",
            "month": f"date(page.first_published_at, '{hours.total_seconds():+.0f} seconds', 'start of month')",
            "levels": f"json_each('{list(range(8, 256, 4))}') AS level",
        }
        distinct = "IS NOT"
    rows = ROWS.format(**parts)
    return {
        "rows": rows,
        "stored": f"SELECT {COLUMNS} FROM {TABLE}",  # noqa: S608
        "insert": f"INSERT INTO {TABLE} ({COLUMNS}) {rows}",
        "delete": f"DELETE FROM {TABLE}",  # noqa: S608
        "page_columns": ", ".join(PAGE_COLUMNS),
        "is_changed": " OR ".join(f"OLD.{column} {distinct} NEW.{column}" for column in PAGE_COLUMNS),
    }


def create_triggers() -> None:
    drop_triggers()
    triggers = POSTGRESQL_TRIGGERS if connection.vendor == "postgresql" else SQLITE_TRIGGERS
    with connection.cursor() as cursor:
        for trigger in triggers:
            cursor.execute(trigger.format(**_build_sql()))


def drop_triggers() -> None:
    on_table = " ON wagtailcore_page" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for event in ("inserted", "updated", "deleted"):
            cursor.execute(f"DROP TRIGGER IF EXISTS newsroom_page_{event}{on_table}")


@transaction.atomic
def update_listings() -> bool:
    """Write all rows anew if any differs from what it should be; return whether one did."""
    sql = _build_sql()
    with connection.cursor() as cursor:
        for difference in DIFFERENCES:
            cursor.execute(difference.format(**sql))
            if cursor.fetchone():
                cursor.execute(sql["delete"])
                cursor.execute(sql["insert"])
                return True
    return False


@receiver(pre_migrate)
def prepare_migration(*, sender: AppConfig, **kwargs: Any) -> None:
    """Remove the triggers: SQLite cannot alter the tables that they name."""
    if sender.label == "newsroom":
        drop_triggers()


@receiver(post_migrate)
def finish_migration(*, sender: AppConfig, **kwargs: Any) -> None:
    """Create the triggers, which SQLite drops with an altered table, and fill the table after the upgrade."""
    if sender.label == "newsroom" and TABLE in connection.introspection.table_names():
        create_triggers()
        update_listings()


@receiver(nightly)
def check_listings(**kwargs: Any) -> None:
    if update_listings():
        logger.warning("The list of articles differed from the articles and has been rebuilt")
