"""Runs a search and builds the search page: results, facets, spelling correction, promoted results."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.paginator import Page as PageOfResults
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Substr
from django.http import HttpRequest
from wagtail.models import Page

from home.not_found import ArticleLink, get_newest_articles
from mysite.http.pagination import paginate
from mysite.text.vietnamese import tokenize
from search.engine.correction import (
    MAX_RESULTS_TO_CORRECT,
    MIN_WORDS_TO_CORRECT,
    build_good_match_filter,
    filter_found,
)
from search.engine.expressions import Token, any_of
from search.engine.query import ParsedQuery
from search.engine.ranking import TopK, rank, restrict_to
from search.engine.schema import FULL_TEXT
from search.engine.spelling import SpellingCorrector
from search.engine.store import get_store

from .facets import FacetRequest, Facets, FacetValue
from .filters import Scope, get_home_and_sections
from .forms import Order, SearchForm
from .highlighting import MAX_SCANNED_LENGTH
from .models import SearchEntry
from .promotions import PromotedResult, find_promoted
from .results import Hit, build_results

RESULTS_PER_PAGE = 10
#: So many corrections are counted without asking first which ones match anything.
FEW_CORRECTIONS = 2
#: Above this number of results the best of them are found with ``TopK``.
TOP_K_THRESHOLD = 500
#: Number of similar words shown if there are no results.
MAX_SIMILAR_WORDS = 8


@dataclass
class SearchPage:
    """The data of the search page. Empty if the query has no words."""

    query: ParsedQuery
    sections: list[Page]
    results: PageOfResults | None = None
    kind_facet: list[FacetValue] = field(default_factory=list)
    section_facet: list[FacetValue] = field(default_factory=list)
    year_facet: list[FacetValue] = field(default_factory=list)
    #: The corrected query that was run in place of the one typed, and its URL.
    corrected_query: str = ""
    corrected_query_url: str = ""
    #: The URL of a search for exactly what was typed, if that has results.
    verbatim_url: str = ""
    #: Results that editors promote for this query.
    promoted: list[PromotedResult] = field(default_factory=list)
    orders: list[FacetValue] = field(default_factory=list)
    is_filtered: bool = False
    #: The URL of the same query without filters.
    unfiltered_url: str = ""
    #: Shown if there are no results: similar words in the index, and the newest articles.
    similar_words: list[FacetValue] = field(default_factory=list)
    newest_articles: list[ArticleLink] = field(default_factory=list)


def run_search(request: HttpRequest, form: SearchForm) -> SearchPage:
    """Run the query of ``form`` in the language of the URL, corrected if the correction has better results."""
    home, sections = get_home_and_sections(request)
    query = ParsedQuery.parse(form.text)
    search_page = SearchPage(query, sections, is_filtered=form.is_filtered)
    if not query:
        return search_page
    search_page.promoted = find_promoted(query, home)
    search_page.unfiltered_url = form.build_url(loai="", muc="", tu="", den="")
    search_page.orders = [
        FacetValue(str(label), 0, form.build_url(xep=value), Order(value) == form.order)
        for value, label in Order.choices
    ]
    search = _SearchRun(Scope.for_home(home), form, query, sections)
    facets = search.count_or_correct()
    if facets.total:
        search_page.kind_facet = facets.kinds()
        search_page.section_facet = facets.sections()
        search_page.year_facet = facets.years()
    entries = search.entries(facets)
    search_page.results = paginate(request, entries, RESULTS_PER_PAGE, count=facets.filtered_total)
    rows = [Hit(*row) for row in search_page.results.object_list] if facets.filtered_total else []
    results = search_page.results.object_list = build_results(rows, query, sections)
    if search.corrector and results:
        search_page.corrected_query = search.corrector.spell_from(f"{results[0].title}\n{results[0].text}")
        search_page.corrected_query_url = form.build_url(q=search_page.corrected_query)
        if search.has_verbatim_results:
            search_page.verbatim_url = form.build_url(nguyen_van=True)
        corrected_query = ParsedQuery.parse(search_page.corrected_query)
        for result in results:
            result.query = corrected_query
    elif search.corrector:
        search_page.similar_words = [FacetValue(word, 0, form.build_url(q=word)) for word in search.similar_words()]
        search_page.newest_articles = get_newest_articles(home)
    return search_page


class _SearchRun:
    """One run of a search: the query, or its correction, with its facets and results."""

    def __init__(self, scope: Scope, form: SearchForm, query: ParsedQuery, sections: list[Page]) -> None:
        self.scope, self.form, self.query, self.sections = scope, form, query, sections
        self.store = get_store()
        self.corrector: SpellingCorrector | None = None
        self.has_verbatim_results = False

    def count_or_correct(self) -> Facets:
        """Return the facets of the query, or of its correction if that has better results."""
        [facets] = self._count_facets([self.query])
        self.has_verbatim_results = facets.total > 0
        has_few_results = facets.total <= MAX_RESULTS_TO_CORRECT and len(self.query.words) >= MIN_WORDS_TO_CORRECT
        if self.form.is_verbatim or (facets.total and (facets.good_matches or not has_few_results)):
            return facets
        corrector = SpellingCorrector(self.query, self._filter_visible)
        one_edit_queries = corrector.one_edit_queries()
        two_edit_queries = [] if facets.total else corrector.two_edit_queries()
        for query in self._find_matching(one_edit_queries, well=True):
            [corrected] = self._count_facets([query])
            if corrected.good_matches:
                self.query, self.corrector = query, corrector
                return corrected
        if facets.total:
            return facets
        self.corrector = corrector
        for query in self._find_matching([*one_edit_queries, *two_edit_queries]):
            [corrected] = self._count_facets([query])
            if corrected.total:
                self.query = query
                return corrected
        return facets

    def _find_matching(self, queries: Sequence[ParsedQuery], *, well: bool = False) -> list[ParsedQuery]:
        """Return those of ``queries`` that any text matches, or matches well, public or not. One database query.

        A few are counted in as many queries without it.
        """
        if len(queries) <= FEW_CORRECTIONS:
            return list(queries)
        conditions = [
            (well and build_good_match_filter(self.store, query))
            or Q(self.store.contains(query.all_words(), FULL_TEXT))
            for query in queries
        ]
        matches = [Exists(SearchEntry.objects.filter(condition)) for condition in conditions]
        rows = SearchEntry.objects.order_by().values_list(*matches)[:1]
        return [query for row in rows for query, is_matched in zip(queries, row, strict=True) if is_matched]

    def _count_facets(self, queries: Sequence[ParsedQuery]) -> list[Facets]:
        """Return the facets of each of ``queries``, in one database query."""
        if not queries:
            return []
        entries = self.store.matching(any_of(query.all_words() for query in queries), FULL_TEXT)
        conditions = [
            Q(self.store.contains(query.all_words(), FULL_TEXT)) if len(queries) > 1 else Q() for query in queries
        ]
        requests = [
            FacetRequest(*pair)
            for pair in zip(conditions, (build_good_match_filter(self.store, query) for query in queries), strict=True)
        ]
        return Facets.for_each(requests, entries, self.scope, self.form, self.sections)

    def _filter_visible(self, words: set[str]) -> set[str]:
        """Return those of the folded ``words`` that occur in a public text. One query."""
        scope = self.scope.filtered(kind=None, section=None)
        return filter_found(words, lambda expression: restrict_to(self.store.matching(expression, FULL_TEXT), scope))

    def similar_words(self) -> list[str]:
        """Return words similar to those that do not occur, as spelled in the newest public texts."""
        words = self.corrector.similar_words() if self.corrector else set()
        if not words:
            return []
        entries = self.store.matching(any_of(map(Token, sorted(words))), FULL_TEXT)
        entries = restrict_to(entries, self.scope.filtered(kind=None, section=None))
        rows = _select_hit_values(entries.order_by(F("date").desc(nulls_last=True), "-pk"))[:MAX_SIMILAR_WORDS]
        spellings: dict[str, str] = {}
        for result in build_results([Hit(*row) for row in rows], self.query, self.sections):
            text = f"{result.title}\n{result.text}"
            for word in tokenize(text):
                if word.folded in words:
                    spellings.setdefault(word.folded, text[word.start : word.end].lower())
        return list(spellings.values())[:MAX_SIMILAR_WORDS]

    def entries(self, facets: Facets) -> QuerySet | TopK:
        """Return the filtered rows for ``Hit`` in the order of the form, to be sliced."""
        if self.form.order == Order.DATE:
            entries = self.store.matching(self.query.all_words(), FULL_TEXT).order_by(
                F("date").desc(nulls_last=True), "-pk"
            )
        else:
            entries = rank(self.store, self.query, self.query.all_words())
        querysets = self.scope.filtered(kind=self.form.kind, section=facets.section)
        entries = restrict_to(entries, querysets) if querysets else SearchEntry.objects.none()
        start, end = self.form.date_range
        if start:
            entries = entries.filter(date__gte=start)
        if end:
            entries = entries.filter(date__lt=end)
        rows = _select_hit_values(entries)
        if self.form.order == Order.RELEVANCE and facets.filtered_total > TOP_K_THRESHOLD:
            return TopK(rows, self.store, self.query)
        return rows


def _select_hit_values(entries: QuerySet[SearchEntry]) -> QuerySet:
    """Return ``entries`` as rows for ``Hit``."""
    # In a subquery, or PostgreSQL would read the texts of all matches before it selects those of the page.
    text = SearchEntry.objects.filter(pk=OuterRef("pk")).values(beginning=Substr("text", 1, MAX_SCANNED_LENGTH))
    return entries.annotate(beginning=Subquery(text)).values_list("content_type", "object_id", "date", "beginning")
