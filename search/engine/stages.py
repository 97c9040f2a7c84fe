"""The stages of a search: sources of matches, those of an earlier stage ranked above those of later ones."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from django.db.models import Model, Q, QuerySet, Value
from modelsearch.utils import get_descendants_content_types_pks

from newsroom.models.event_children import EventAttachment
from newsroom.models.news_children import NewsPageAttachment

from .expressions import Expression
from .query import ParsedQuery
from .ranking import TopK, rank, restrict_to
from .store import IndexStore

#: Up to so many matches are read, to be used in several queries.
MAX_IDS = 2000
#: The primary key of an object, its points, and the database's own rank.
Hit = tuple[int, int, float]


class Stage(Protocol):
    @property
    def has_matches(self) -> bool:
        """Whether anything matches, in whatever QuerySet."""

    def build_filter(self) -> Q:
        """Return the condition for objects that match."""

    def rank(self, queryset: QuerySet) -> Any:
        """Return the hits in ``queryset``, best first, to be sliced."""


@dataclass
class TextStage:
    """Objects of ``model`` with a text that matches ``expression``, in ``columns`` only if any are given.

    With ``is_reused`` the matches are read once, unless they are many: lists count them, divide them by type, and ask
    for one page of them.
    """

    store: IndexStore
    model: type[Model]
    query: ParsedQuery
    expression: Expression
    index_field: str
    columns: Sequence[str] = ()
    is_reused: bool = False

    @cached_property
    def object_ids(self) -> Collection[int] | QuerySet:
        entries = self.store.matching(self.expression, self.index_field, self.columns)
        entries = entries.filter(content_type__in=get_descendants_content_types_pks(self.model))
        ids = entries.values_list("object_id", flat=True)
        return read_few(ids) if self.is_reused else ids

    @property
    def has_matches(self) -> bool:
        return isinstance(self.object_ids, QuerySet) or bool(self.object_ids)

    def build_filter(self) -> Q:
        return Q(pk__in=self.object_ids)

    def rank(self, queryset: QuerySet) -> TopK | list[Hit]:
        if self.is_reused and not self.has_matches:
            return []
        entries = rank(self.store, self.query, self.expression, self.index_field)
        if self.columns:
            matches = self.store.matching(self.expression, self.index_field, self.columns)
            entries = entries.filter(pk__in=matches.values("pk"))
        rows = restrict_to(entries, [queryset]).values_list("object_id", "points", "rank")
        return TopK(rows, self.store, self.query, self.index_field)


@dataclass
class AttachmentStage:
    """Pages with an attached document in ``documents``, the newest first.

    Documents have index entries of their own, because visitors may not see all of those attached to a page.
    """

    documents: TextStage

    @cached_property
    def object_ids(self) -> Collection[int] | QuerySet:
        if not self.documents.has_matches:
            return []
        attached = {"document__in": self.documents.object_ids}
        articles = NewsPageAttachment.objects.filter(**attached).order_by().values_list("article", flat=True)
        return read_few(articles.union(EventAttachment.objects.filter(**attached).order_by().values_list("event")))

    @property
    def has_matches(self) -> bool:
        return isinstance(self.object_ids, QuerySet) or bool(self.object_ids)

    def build_filter(self) -> Q:
        return Q(pk__in=self.object_ids)

    def rank(self, queryset: QuerySet) -> QuerySet:
        pages = queryset.filter(self.build_filter()).order_by("-first_published_at", "-pk")
        return pages.values_list("pk", Value(0), Value(0.0))


def read_few(ids: QuerySet) -> list[int] | QuerySet:
    """Return ``ids`` as a list, or as they are if there are more than ``MAX_IDS``."""
    few = list(ids[: MAX_IDS + 1])
    return few if len(few) <= MAX_IDS else ids


def match_any(stages: Iterable[Stage]) -> Q:
    """Return the condition for objects that match in one of ``stages``."""
    condition = Q(pk__in=())
    for stage in stages:
        condition |= stage.build_filter()
    return condition


def take(stages: Sequence[Stage], queryset: QuerySet, start: int, stop: int | None) -> list[Hit]:
    """Return the hits from ``start`` to ``stop`` of all stages together, each object in its first one only."""
    hits: list[Hit] = []
    size = None if stop is None else stop - start
    for position, stage in enumerate(stages):
        others = queryset.exclude(match_any(stages[:position])) if position else queryset
        end = None if size is None else start + size - len(hits)
        found = list(stage.rank(others)[start:end])
        hits += found
        if len(hits) == size or position == len(stages) - 1:
            break
        start = 0 if found or not start else max(0, start - others.filter(stage.build_filter()).count())
    return hits
