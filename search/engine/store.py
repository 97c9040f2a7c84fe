"""The interface of the index, and the choice of its implementation for the database."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Protocol

from django.db import connections, router
from django.db.models import Expression as DatabaseExpression
from django.db.models import Q, QuerySet

from search.models import SearchEntry, VocabularyTerm

from .expressions import Expression
from .index_documents import IndexDocument
from .postgres import PostgresStore
from .schema import COLUMN_SOURCES
from .sqlite import SqliteStore


class IndexStore(Protocol):
    """The index in one kind of database. ``index_field`` is ``FULL_TEXT`` or ``PREFIXES``."""

    def write(self, documents: Sequence[IndexDocument]) -> None:
        """Write index documents, replacing those of the same objects."""

    def matching(self, expression: Expression, index_field: str, columns: Iterable[str] = ()) -> QuerySet[SearchEntry]:
        """Return the entries that match ``expression``, in ``columns`` only if any are given."""

    def ranked(self, expression: Expression, should: Sequence[Expression], index_field: str) -> QuerySet[SearchEntry]:
        """Annotate the matching entries with the database's ``rank``, lower is better; ``should`` improves it."""

    def contains(self, expression: Expression, index_field: str, *, in_title: bool = False) -> Q | DatabaseExpression:
        """Return a condition: the entry matches ``expression``."""

    def optimize(self) -> None:
        """Optimize the index after a rebuild."""


def get_store() -> IndexStore:
    """Return the store for the database that contains the index."""
    is_sqlite = connections[router.db_for_write(SearchEntry)].vendor == "sqlite"
    return SqliteStore() if is_sqlite else PostgresStore()


def update_vocabulary(documents: Iterable[IndexDocument]) -> None:
    """Add new words of index documents, except numbers and single letters, which are not corrected."""
    lowercase_by_folded: dict[str, str] = {}
    for document in documents:
        for column in chain(*COLUMN_SOURCES.values()):
            for word in chain(*document.tokens(column)):
                lowercase_by_folded.setdefault(word.folded, word.lowercase)
    candidates = [
        word for word in lowercase_by_folded if 1 < len(word) <= VocabularyTerm.MAX_LENGTH and not word.isdigit()
    ]
    known: set[str] = set()
    for start in range(0, len(candidates), 900):
        known.update(
            VocabularyTerm.objects.filter(word__in=candidates[start : start + 900]).values_list("word", flat=True)
        )
    new = [
        VocabularyTerm(word, lowercase_by_folded[word][: 2 * VocabularyTerm.MAX_LENGTH])
        for word in sorted(set(candidates) - known)
    ]
    VocabularyTerm.objects.bulk_create(new, ignore_conflicts=True, batch_size=400)
