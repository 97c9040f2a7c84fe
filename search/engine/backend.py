"""The search backend for Wagtail, on the portal's own database."""

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
from modelsearch.query import PlainText
from modelsearch.utils import get_content_type_pk, get_descendants_content_types_pks
from wagtail.models import Page

from mysite.models import PortalDocument
from mysite.text.collation import collate_queryset
from search.models import SearchEntry

from .compiler import CompiledQuery, compile_query, query_strings
from .correction import find_correction
from .expressions import Expression, all_of
from .index_documents import IndexDocument, build_index_documents, get_column
from .query import ParsedQuery, PrefixQuery, UnfinishedQuery
from .schema import FULL_TEXT, PREFIXES
from .stages import AttachmentStage, Stage, TextStage, match_any, take
from .store import get_store, update_vocabulary

#: Objects written per transaction while the index is rebuilt.
BATCH_SIZE = 100


class QueryCompiler(BaseSearchQueryCompiler):
    """Compiles a modelsearch query into an expression over the index."""

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True
    index_field = FULL_TEXT
    query_class: type[ParsedQuery] = ParsedQuery

    def check(self) -> None:
        """Check ``fields``. Filters need no check, because index and objects are in the same database."""
        names = {field.field_name for field in self._search_fields()}
        for name in self.fields or ():
            if name not in names:
                message = f'Cannot search with field "{name}": add it to search_fields of {self.queryset.model}.'
                raise SearchFieldError(message, field_name=name)

    def _search_fields(self) -> list[Any]:
        return self.queryset.model.get_searchable_search_fields()

    def columns(self) -> list[str]:
        """Return the index columns of ``fields``; none if all columns are searched."""
        chosen = [field for field in self._search_fields() if isinstance(field, SearchField)]
        return sorted({get_column(field) for field in chosen if field.field_name in (self.fields or ())})

    @cached_property
    def compiled_query(self) -> CompiledQuery:
        return compile_query(self.query, self.query_class)

    @cached_property
    def stages(self) -> list[Stage]:
        """The stages of the search; none if the query matches nothing, or everything (see ``compiled_query``)."""
        return self.build_stages(self.compiled_query.expression) if self.compiled_query.expression else []

    def build_stages(self, expression: Expression) -> list[Stage]:
        model = self.queryset.model
        return [TextStage(get_store(), model, self.parse_query(), expression, self.index_field, self.columns())]

    def parse_query(self) -> ParsedQuery:
        """Return the words of the query that are used for ranking."""
        return self.query_class.parse(" ".join(query_strings(self.query)))


class AutocompleteQueryCompiler(QueryCompiler):
    """Compiles a query whose last word is a prefix, as the admin's lists and choosers send it.

    With ``fields`` it searches the model's ``AutocompleteField``s of these names. Without, these come first, then all
    texts, then the documents attached to pages; a query that finds nothing is corrected.
    """

    index_field = PREFIXES
    query_class = PrefixQuery

    def _search_fields(self) -> list[Any]:
        return self.queryset.model.get_autocomplete_search_fields()

    def build_stages(self, expression: Expression) -> list[Stage]:
        text = compile_query(self.query, UnfinishedQuery)
        if self.fields is not None or text.expression is None:
            return super().build_stages(expression)
        if text.is_negated:
            return [TextStage(get_store(), self.queryset.model, self.parse_query(), text.expression, FULL_TEXT)]
        typed, query = self.parse_query(), UnfinishedQuery.parse(" ".join(query_strings(self.query)))

        def build(query: ParsedQuery, expression: Expression, index_field: str, model: type[Model]) -> TextStage:
            return TextStage(get_store(), model, query, expression, index_field, is_reused=True)

        # Marks are meant: a text with the word as typed is better than a title with another one.
        in_title = all_of([expression, *typed.marked_tokens])
        stages: list[Stage] = [
            build(typed, in_title, self.index_field, self.queryset.model),
            build(query, text.expression, FULL_TEXT, self.queryset.model),
        ]
        if issubclass(self.queryset.model, Page):
            stages.append(AttachmentStage(build(query, text.expression, FULL_TEXT, PortalDocument)))
        is_plain = isinstance(self.query, PlainText) and self.query.operator == "and"
        if is_plain and (correction := self._find_correction(query, stages)):
            return [build(correction, correction.all_words(), FULL_TEXT, self.queryset.model)]
        return stages

    def _find_correction(self, query: UnfinishedQuery, stages: list[Stage]) -> ParsedQuery | None:
        """Return a correction. None if any title has the words, also one that the user may not see: to ask costs more.

        Permissions are a condition for each page of the site.
        """
        titles, *others = (stage.has_matches for stage in stages)
        if titles:
            return None
        return find_correction(get_store(), query, [self.queryset.order_by()], has_results=any(others))


class SearchResults(BaseSearchResults):
    """The results of a compiled query, by relevance or in the order of the queryset."""

    supports_facet = True

    def _do_search(self) -> list[Any]:
        compiler = self.query_compiler
        if not compiler.stages or compiler.compiled_query.is_negated or not compiler.order_by_relevance:
            return list(self._in_queryset_order()[self.start : self.stop])
        hits = take(compiler.stages, compiler.queryset, self.start, self.stop)
        objects = {item.pk: item for item in compiler.queryset.filter(pk__in=[number for number, *_ in hits])}
        if self._score_field:
            for number, points, rank in hits:
                if number in objects:
                    setattr(objects[number], self._score_field, points - rank)
        return [objects[number] for number, *_ in hits if number in objects]

    def _do_count(self) -> int:
        return self._in_queryset_order()[self.start : self.stop].count()

    def facet(self, field_name: str) -> OrderedDict[Any, int]:
        if self.query_compiler._get_filterable_field(field_name) is None:
            model = self.query_compiler.queryset.model.__name__
            message = f'Cannot facet by "{field_name}": add index.FilterField("{field_name}") to {model}.search_fields.'
            raise FilterFieldError(message, field_name=field_name)
        rows = self._in_queryset_order().order_by().values(field_name).annotate(count=Count("pk")).order_by("-count")
        return OrderedDict((row[field_name], row["count"]) for row in rows)

    def _in_queryset_order(self) -> QuerySet:
        """Return the matching objects in the order of the queryset."""
        compiler = self.query_compiler
        queryset, is_negated = compiler.queryset, compiler.compiled_query.is_negated
        if compiler.stages:
            condition = match_any(compiler.stages)
            matches = queryset.exclude(condition) if is_negated else queryset.filter(condition)
        else:
            matches = queryset if is_negated else queryset.none()
        # A total order, so that pages of a list do not overlap.
        return collate_queryset(matches) if matches.ordered else matches.order_by("-pk")


class Index(BaseIndex):
    """The one index for all models: ``SearchEntry`` and its full-text columns or tables."""

    def add_items(self, model: type[Model], objs: Sequence[Model]) -> None:
        store, objs = get_store(), list(objs)
        for start in range(0, len(objs), BATCH_SIZE):
            if changed := _find_changed(build_index_documents(model, objs[start : start + BATCH_SIZE])):
                store.write(changed)
                update_vocabulary(changed)

    def delete_item(self, item: Model) -> None:
        # Another model may have an object with the same id, so only content types of this object count.
        kinds = {get_content_type_pk(type(item)), *get_descendants_content_types_pks(type(item))}
        SearchEntry.objects.filter(content_type__in=kinds, object_id=item.pk).delete()

    def reset(self) -> None:
        SearchEntry.objects.all().delete()


def _find_changed(documents: Sequence[IndexDocument]) -> list[IndexDocument]:
    """Return the documents that differ from what is in the index. One query."""
    if not documents:
        return []
    entries = SearchEntry.objects.filter(
        content_type=documents[0].content_type_id, object_id__in=[document.object_id for document in documents]
    )
    digests = dict(entries.filter(is_stale=False).values_list("object_id", "digest"))
    return [document for document in documents if digests.get(document.object_id) != document.digest]


class Rebuilder:
    """Rebuilds the index while it is in use: deletes obsolete entries first, then replaces the others one by one."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def start(self) -> Index:
        kinds = set()
        for model in get_indexed_models():
            kinds.add(get_content_type_pk(model))
            entries = SearchEntry.objects.filter(content_type=get_content_type_pk(model))
            entries.exclude(object_id__in=model._default_manager.values("pk")).delete()
        SearchEntry.objects.exclude(content_type__in=kinds).delete()
        SearchEntry.objects.update(digest="")  # another version of the portal may index the same text differently
        return self.index

    def finish(self) -> None:
        get_store().optimize()


class SearchBackend(BaseSearchBackend):
    """See ``search.engine``."""

    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    index_class = Index
    results_class = SearchResults
    rebuilder_class = Rebuilder
