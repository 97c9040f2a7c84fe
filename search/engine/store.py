"""What the two databases do for search, each in its way."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Protocol

from django.db import connections, router
from django.db.models import Expression as DatabaseExpression
from django.db.models import Q, QuerySet

from search.models import KnownWord, SearchEntry

from .expressions import Expression
from .rows import Row

#: Texts in which a word is looked for: what an object is called; that and all it says.
TITLE, WHOLE = "title", "whole"
#: The parts of an object's text, by how much they count: a column of the index, and what goes into it.
COLUMNS = {"title": ("title",), "lead": ("lead",), "body": ("body", "mentioned")}
#: What is found while it is being typed.
BEGINNINGS = "beginnings"


class Store(Protocol):
    """The index in one kind of database. ``where`` is ``WHOLE`` or ``BEGINNINGS``."""

    def write(self, rows: Sequence[Row]) -> None:
        """Put ``rows`` into the index, in place of what was there."""

    def matching(self, wanted: Expression, where: str, columns: Iterable[str] = ()) -> QuerySet[SearchEntry]:
        """The entries in which ``wanted`` stands, in ``columns`` alone if there are any."""

    def ranked(self, wanted: Expression, liked: Expression, where: str) -> QuerySet[SearchEntry]:
        """The same, with the engine's own ``rank``, the smaller the better; ``liked`` counts for it."""

    def has(self, wanted: Expression, where: str, *, in_title: bool = False) -> Q | DatabaseExpression:
        """A condition on an entry: whether ``wanted`` stands in it."""

    def optimize(self) -> None:
        """Put the index in order after many rows."""


def the_store() -> Store:
    """The store of the database that the index is in."""
    if connections[router.db_for_write(SearchEntry)].vendor == "sqlite":
        from .sqlite import SqliteStore

        return SqliteStore()
    from .postgres import PostgresStore

    return PostgresStore()


def know(rows: Iterable[Row]) -> None:
    """Keep the words of ``rows`` that are new; numbers and single letters are nothing that somebody misspells."""
    spelt: dict[str, str] = {}
    for row in rows:
        for column in chain(*COLUMNS.values()):
            for word in chain(*row.words(column)):
                spelt.setdefault(word.folded, word.written)
    fit = [word for word in spelt if 1 < len(word) <= KnownWord.MAX_LENGTH and not word.isdigit()]
    known: set[str] = set()
    for start in range(0, len(fit), 900):
        known.update(KnownWord.objects.filter(word__in=fit[start : start + 900]).values_list("word", flat=True))
    new = [KnownWord(word, spelt[word][: 2 * KnownWord.MAX_LENGTH]) for word in sorted(set(fit) - known)]
    KnownWord.objects.bulk_create(new, ignore_conflicts=True, batch_size=400)
