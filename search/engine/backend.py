"""The search backend that Wagtail sees, for the database that the portal has."""

from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import Count, Model, QuerySet
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

from mysite.sorting import in_vietnamese_order
from search.models import SearchEntry

from .asked import Asked, Typed
from .conditions import Condition, condition_of, said
from .hits import BestOf, among, best_first
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

    @cached_property
    def condition(self) -> Condition:
        return condition_of(self.query, self.reader)

    def asked(self) -> Asked:
        """The words that count for the order."""
        return self.reader.read(" ".join(said(self.query)))


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
        wanted = None if compiler.condition.is_negated else compiler.condition.stated
        if wanted is None or not compiler.order_by_relevance:
            return list(self._in_own_order()[self.start : self.stop])
        store, columns = the_store(), compiler.columns()
        entries = best_first(store, compiler.asked(), wanted, compiler.where)
        if columns:
            entries = entries.filter(pk__in=store.matching(wanted, compiler.where, columns).values("pk"))
        entries = among(entries, [compiler.queryset]).values_list("object_id", "points", "rank")
        found = BestOf(entries, store, compiler.asked(), compiler.where)[self.start : self.stop]
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
        queryset, condition = compiler.queryset, compiler.condition
        if condition.stated is None:
            found = queryset if condition.is_negated else queryset.none()
        else:
            entries = the_store().matching(condition.stated, compiler.where, compiler.columns())
            entries = entries.filter(content_type__in=get_descendants_content_types_pks(queryset.model))
            numbers = entries.values("object_id")
            found = queryset.exclude(pk__in=numbers) if condition.is_negated else queryset.filter(pk__in=numbers)
        # Pages of a list must not overlap.
        return in_vietnamese_order(found) if found.ordered else found.order_by("-pk")


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
