"""The search backend that Wagtail sees, for the database that the portal has."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Count, Model, QuerySet
from modelsearch import query as queries
from modelsearch.backends.base import (
    BaseIndex,
    BaseSearchBackend,
    BaseSearchQueryCompiler,
    BaseSearchResults,
    FilterFieldError,
    SearchFieldError,
)
from modelsearch.index import SearchField, get_indexed_models
from modelsearch.utils import get_content_type_pk, get_descendants_content_types_pks

from search.models import SearchEntry

from .asked import Asked, Typed
from .expressions import Except, Expression, every, one_of
from .hits import among, best_first
from .rows import column_of, rows_of
from .store import BEGINNINGS, WHOLE, know, the_store

#: Objects written in one transaction while the index is made anew.
BATCH = 100


class QueryCompiler(BaseSearchQueryCompiler):
    """A query in Wagtail's form, as an expression over the index."""

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True
    where = WHOLE
    reader: type[Asked] = Asked

    def check(self) -> None:
        """Any filter is good, for the database that has the index has the objects; only ``fields`` can be wrong."""
        names = {field.field_name for field in self._search_fields()}
        for name in self.fields or ():
            if name not in names:
                message = f'Cannot search with field "{name}": add it to search_fields of {self.queryset.model}.'
                raise SearchFieldError(message, field_name=name)

    def _search_fields(self) -> list[Any]:
        return self.queryset.model.get_searchable_search_fields()

    def columns(self) -> list[str]:
        """The parts of the index that ``fields`` are in; none if everything is searched."""
        chosen = [field for field in self._search_fields() if isinstance(field, SearchField)]
        return sorted({column_of(field) for field in chosen if field.field_name in (self.fields or ())})

    def matches_all(self) -> bool:
        return isinstance(self.query, queries.MatchAll)

    def is_negated(self) -> bool:
        return isinstance(self.query, queries.Not)

    def wanted(self) -> Expression | None:
        """What is to stand in the texts, or, ``is_negated()``, what is not; None if no word is left."""
        return self._expression(self.query.subquery if self.is_negated() else self.query)

    def asked(self) -> Asked:
        """The words that count for the order."""
        return self.reader.read(" ".join(_said(self.query)))

    def _expression(self, query: queries.SearchQuery) -> Expression | None:
        if isinstance(query, queries.Boost):
            return self._expression(query.subquery)
        if isinstance(query, queries.PlainText | queries.Phrase | queries.Fuzzy):
            asked = self.reader.read(query.query_string)
            if not asked:
                return None
            if isinstance(query, queries.Phrase):
                return asked.phrase()
            return asked.any_word() if query.operator.lower() == "or" else asked.all_words()
        if isinstance(query, queries.And):
            unwanted = [part.subquery for part in query.subqueries if isinstance(part, queries.Not)]
            wanted = _present(self._expression(p) for p in query.subqueries if not isinstance(p, queries.Not))
            refused = _present(map(self._expression, unwanted))
            if not wanted:
                return None
            return Except(every(wanted), one_of(refused)) if refused else every(wanted)
        if isinstance(query, queries.Or):
            parts = _present(map(self._expression, query.subqueries))
            return one_of(parts) if parts else None
        if isinstance(query, queries.MatchAll):
            return None
        raise NotImplementedError(f"{type(query).__name__} is no query that this backend knows at this place.")


class AutocompleteQueryCompiler(QueryCompiler):
    """The last word has only begun."""

    where = BEGINNINGS
    reader = Typed

    def _search_fields(self) -> list[Any]:
        return self.queryset.model.get_autocomplete_search_fields()


class SearchResults(BaseSearchResults):
    supports_facet = True

    def _do_search(self) -> list[Any]:
        compiler = self.query_compiler
        wanted = compiler.wanted()
        in_order_of_relevance = compiler.order_by_relevance and not compiler.is_negated()
        if wanted is None or not in_order_of_relevance or compiler.columns():
            return list(self._in_own_order()[self.start : self.stop])
        entries = best_first(the_store(), compiler.asked(), wanted, compiler.where)
        entries = among(entries, [compiler.queryset])[self.start : self.stop]
        found = list(entries.values_list("object_id", "points", "rank"))
        objects = {item.pk: item for item in compiler.queryset.filter(pk__in=[number for number, *_ in found])}
        if self._score_field:
            for number, points, rank in found:
                if number in objects:
                    setattr(objects[number], self._score_field, points - rank)
        return [objects[number] for number, *_ in found if number in objects]

    def _do_count(self) -> int:
        return self._in_own_order()[self.start : self.stop].count()

    def facet(self, field_name: str) -> OrderedDict[Any, int]:
        if self.query_compiler._get_filterable_field(field_name) is None:
            model = self.query_compiler.queryset.model.__name__
            message = f'Cannot facet by "{field_name}": add index.FilterField("{field_name}") to {model}.search_fields.'
            raise FilterFieldError(message, field_name=field_name)
        rows = self._in_own_order().order_by().values(field_name).annotate(count=Count("pk")).order_by("-count")
        return OrderedDict((row[field_name], row["count"]) for row in rows)

    def _in_own_order(self) -> QuerySet:
        """The objects that match, ordered as the queryset is."""
        compiler = self.query_compiler
        queryset, wanted = compiler.queryset, compiler.wanted()
        if compiler.matches_all():
            found = queryset
        elif wanted is None:
            found = queryset if compiler.is_negated() and not self._negates_all() else queryset.none()
        else:
            entries = the_store().matching(wanted, compiler.where, compiler.columns())
            entries = entries.filter(content_type__in=get_descendants_content_types_pks(queryset.model))
            numbers = entries.values("object_id")
            found = queryset.exclude(pk__in=numbers) if compiler.is_negated() else queryset.filter(pk__in=numbers)
        # Pages of a list must not overlap.
        return found if found.ordered else found.order_by("-pk")

    def _negates_all(self) -> bool:
        return isinstance(self.query_compiler.query.subquery, queries.MatchAll)


class Index(BaseIndex):
    def add_items(self, model: type[Model], objs: Sequence[Model]) -> None:
        store, objs = the_store(), list(objs)
        for start in range(0, len(objs), BATCH):
            rows = rows_of(model, objs[start : start + BATCH])
            store.write(rows)
            know(rows)

    def delete_item(self, item: Model) -> None:
        # The same number may be in use in another table: only the kinds that this object can be of.
        kinds = {get_content_type_pk(type(item)), *get_descendants_content_types_pks(type(item))}
        SearchEntry.objects.filter(content_type__in=kinds, object_id=item.pk).delete()

    def reset(self) -> None:
        SearchEntry.objects.all().delete()


class Rebuilder:
    """Makes the index anew while it is in use: what is gone goes first, the rest is replaced row by row."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def start(self) -> Index:
        kinds = set()
        for model in get_indexed_models():
            kinds.add(get_content_type_pk(model))
            entries = SearchEntry.objects.filter(content_type=get_content_type_pk(model))
            entries.exclude(object_id__in=model._default_manager.values("pk")).delete()
        SearchEntry.objects.exclude(content_type__in=kinds).delete()
        return self.index

    def finish(self) -> None:
        the_store().optimize()


class SearchBackend(BaseSearchBackend):
    """See ``search.engine``."""

    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    index_class = Index
    results_class = SearchResults
    rebuilder_class = Rebuilder


def _present(expressions: Iterable[Expression | None]) -> list[Expression]:
    return [expression for expression in expressions if expression is not None]


def _said(query: queries.SearchQuery) -> Iterator[str]:
    """The texts of a query that are wanted."""
    if isinstance(query, queries.PlainText | queries.Phrase | queries.Fuzzy):
        yield query.query_string
    elif isinstance(query, queries.Boost):
        yield from _said(query.subquery)
    elif isinstance(query, queries.And | queries.Or):
        for part in query.subqueries:
            yield from _said(part)
