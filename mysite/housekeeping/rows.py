"""Counts, measures and deletes rows of the database."""

import time
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import DO_NOTHING, Exists, ManyToOneRel, Model, OuterRef, QuerySet
from django.utils import timezone
from wagtail.models import Revision

#: Rows in one transaction, and seconds between two, in which others can write to SQLite.
BATCH_SIZE, PAUSE = 100, 0.05


@dataclass(frozen=True)
class Amount:
    """How many there are, and their size in bytes if it is known."""

    count: int
    size: int | None = None


def measure_tables(*models: type[Model]) -> Amount:
    """Count the rows of tables and return the size on disk. No row is read."""
    count = sum(model._base_manager.count() for model in models)
    sizes = [_get_table_size(model._meta.db_table) for model in models]
    return Amount(count, sum(size or 0 for size in sizes) if None not in sizes else None)


def _get_table_size(table: str) -> int | None:
    """Return the size of a table; None if SQLite was built without its statistics."""
    sql = "SELECT SUM(pgsize) FROM dbstat WHERE name = %s AND aggregate = TRUE"
    if connection.vendor == "postgresql":
        sql = "SELECT pg_total_relation_size(quote_ident(%s)::regclass)"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [table])
            return int(cursor.fetchone()[0] or 0)
    except DatabaseError:
        return None


def delete_in_batches(rows: QuerySet) -> int:
    """Delete ``rows`` in short transactions and return how many. The condition holds for each row when it is locked."""
    rows, deleted = rows.order_by("pk"), 0
    pks = list(rows.values_list("pk", flat=True)[:BATCH_SIZE])
    while pks:
        with transaction.atomic():
            locked = rows.filter(pk__in=pks).select_for_update(of=("self",)).values_list("pk", flat=True)
            batch = rows.model._base_manager.filter(pk__in=list(locked)).only("pk")  # not the content of revisions
            _clear_references(batch)
            deleted += batch.delete()[1].get(rows.model._meta.label, 0)
        time.sleep(PAUSE)
        pks = list(rows.filter(pk__gt=pks[-1]).values_list("pk", flat=True)[:BATCH_SIZE])
    return deleted


def _clear_references(rows: QuerySet) -> None:
    """Set foreign keys to NULL that deletion leaves alone: the history would have links to revisions that are gone."""
    for relation in _get_relations(rows.model):
        if relation.on_delete is DO_NOTHING:
            name = relation.field.name
            relation.related_model._base_manager.filter(**{f"{name}__in": rows}).update(**{name: None})


def _get_relations(model: type[Model]) -> list[ManyToOneRel]:
    fields = model._meta.get_fields(include_hidden=True)
    return [field for field in fields if isinstance(field, ManyToOneRel)]


def find_old_revisions(days: int) -> QuerySet[Revision]:
    """Return the revisions that were replaced by a newer one more than ``days`` ago and that no row refers to.

    Not by their own age: what was published years ago and replaced yesterday by mistake can be restored. Live and
    scheduled revisions, those of approvals and of translations are foreign keys, whichever application has them.
    """
    limit = timezone.now() - timedelta(days=days)
    newer = Revision.objects.filter(
        base_content_type=OuterRef("base_content_type"),
        object_id=OuterRef("object_id"),
        created_at__gt=OuterRef("created_at"),
        created_at__lt=limit,
    )
    revisions = Revision.objects.filter(Exists(newer), approved_go_live_at=None)
    for relation in _get_relations(Revision):
        if relation.on_delete is not DO_NOTHING:  # the log refers to every revision, and outlives them
            referring = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            revisions = revisions.exclude(Exists(referring))
    return revisions
