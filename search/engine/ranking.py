"""Ranks index entries. All QuerySets are lazy."""

from collections.abc import Iterable

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from modelsearch.utils import get_descendants_content_types_pks

from search.models import SearchEntry

from .expressions import Expression
from .query import ParsedQuery
from .schema import FULL_TEXT
from .store import IndexStore


def restrict_to(entries: QuerySet[SearchEntry], querysets: Iterable[QuerySet]) -> QuerySet[SearchEntry]:
    """Return those of ``entries`` whose object is in one of ``querysets``, evaluated in the same query."""
    conditions = Q()
    for queryset in querysets:
        kinds = Q(content_type__in=get_descendants_content_types_pks(queryset.model))
        conditions |= kinds & Exists(queryset.order_by().filter(pk=OuterRef("object_id")))
    return entries.filter(conditions)


def rank(
    store: IndexStore, query: ParsedQuery, expression: Expression, index_field: str = FULL_TEXT
) -> QuerySet[SearchEntry]:
    """Return the entries that match ``expression``, by boosts, the database's own rank, then date."""
    entries = store.ranked(expression, list(query.should()), index_field)
    tiers = [
        Case(
            When(store.contains(tier.expression, index_field, in_title=tier.in_title), then=Value(tier.points)),
            default=Value(0),
            output_field=IntegerField(),
        )
        for tier in query.boosts()
    ]
    entries = entries.annotate(points=sum(tiers, start=Value(0)))
    return entries.order_by("-points", "rank", F("date").desc(nulls_last=True), "-pk")


class TopK:
    """A sliceable list of entries in the order of ``rank``.

    Short queries match very many texts, and ranking all of them is slow. So the matches of ``top_boosts``, which come
    first in any case, are ranked alone first; they usually fill the slice.
    """

    def __init__(self, entries: QuerySet, store: IndexStore, query: ParsedQuery, index_field: str = FULL_TEXT) -> None:
        conditions = (
            store.contains(tier.expression, index_field, in_title=tier.in_title) for tier in query.top_boosts()
        )
        self.attempts = [*map(entries.filter, conditions), entries]

    def __getitem__(self, part: slice) -> list:
        hits: list = []
        for entries in self.attempts:
            hits = list(entries[part])
            if part.stop is not None and len(hits) == part.stop - (part.start or 0):
                break
        return hits
