"""Which entries answer what was asked, the best first. Nothing is looked up before the result is read."""

from collections.abc import Iterable

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from modelsearch.utils import get_descendants_content_types_pks

from search.models import SearchEntry

from .asked import Asked
from .expressions import Expression, one_of
from .store import WHOLE, Store


def among(entries: QuerySet[SearchEntry], querysets: Iterable[QuerySet]) -> QuerySet[SearchEntry]:
    """Keep the entries of objects that are in one of ``querysets``, whose conditions hold at this moment."""
    found = Q()
    for queryset in querysets:
        kinds = Q(content_type__in=get_descendants_content_types_pks(queryset.model))
        found |= kinds & Exists(queryset.order_by().filter(pk=OuterRef("object_id")))
    return entries.filter(found)


def best_first(store: Store, asked: Asked, wanted: Expression, where: str = WHOLE) -> QuerySet[SearchEntry]:
    """The entries that ``wanted`` stands in: by tiers (``asked.preferences``), the engine's rank, their date."""
    entries = store.ranked(wanted, one_of([wanted, *asked.liked()]), where)
    tiers = [
        Case(
            When(store.has(tier.wanted, where, in_title=tier.in_title), then=Value(tier.points)),
            default=Value(0),
            output_field=IntegerField(),
        )
        for tier in asked.preferences()
    ]
    entries = entries.annotate(points=sum(tiers, start=Value(0)))
    return entries.order_by("-points", "rank", F("date").desc(nulls_last=True), "-pk")


class BestOf:
    """Entries in the order of ``best_first``, to be cut from.

    Few words stand in very many texts, and to weigh them all takes long. Those that come before all others anyway are
    weighed alone first: mostly they are enough for what is shown.
    """

    def __init__(self, entries: QuerySet, store: Store, asked: Asked, where: str = WHOLE) -> None:
        decisive = (store.has(tier.wanted, where, in_title=tier.in_title) for tier in asked.decisive())
        self.attempts = [*map(entries.filter, decisive), entries]

    def __getitem__(self, part: slice) -> list:
        found: list = []
        for entries in self.attempts:
            found = list(entries[part])
            if part.stop is not None and len(found) == part.stop - (part.start or 0):
                break
        return found
