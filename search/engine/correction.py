"""Chooses the correction of a query that finds nothing good among certain objects."""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_

from django.db.models import Exists, Q, QuerySet

from search.models import SearchEntry, VocabularyTerm

from .expressions import Expression, Token
from .query import ParsedQuery
from .ranking import restrict_to
from .schema import FULL_TEXT
from .spelling import CorrectedQuery, SpellingCorrector
from .store import IndexStore

#: Queries of at least so many words with at most so many results are corrected if no result is a good match.
MIN_WORDS_TO_CORRECT, MAX_RESULTS_TO_CORRECT = 3, 250


def build_good_match_filter(store: IndexStore, query: ParsedQuery) -> Q:
    """Return the condition of a good match: all words in the title, or, unless corrected, as a phrase."""
    if isinstance(query, CorrectedQuery):
        return Q(store.contains(query.all_words(), FULL_TEXT, in_title=True))
    if len(query.words) < MIN_WORDS_TO_CORRECT:  # queries of fewer words are not corrected for lack of good matches
        return Q()
    in_title = Q(store.contains(query.all_words(), FULL_TEXT, in_title=True))
    return in_title | Q(store.contains(query.phrase(), FULL_TEXT))


def find_correction(
    store: IndexStore, query: ParsedQuery, querysets: Sequence[QuerySet], *, has_results: bool
) -> ParsedQuery | None:
    """Return the correction of ``query`` with better results in ``querysets``; None if its own are good or none is.

    ``has_results`` says whether it has results of its own, in ``querysets`` or elsewhere. No word is left out: a list
    that does not say so would mislead.
    """

    def find(expression: Expression) -> QuerySet[SearchEntry]:
        return restrict_to(store.matching(expression, FULL_TEXT), querysets)

    if has_results and len(query.words) < MIN_WORDS_TO_CORRECT:
        return None
    if has_results and _has_good_or_many(store, query, store.matching(query.all_words(), FULL_TEXT)):
        return None
    corrector = SpellingCorrector(query, lambda words: filter_found(words, find))
    likely = corrector.one_edit_queries()
    for correction in likely:
        if find(correction.all_words()).filter(build_good_match_filter(store, correction)).exists():
            return correction
    if has_results:
        return None
    last = corrector.two_replacements_query()
    candidates = [*likely, last] if last else likely
    return next((correction for correction in candidates if find(correction.all_words()).exists()), None)


def _has_good_or_many(store: IndexStore, query: ParsedQuery, results: QuerySet[SearchEntry]) -> bool:
    """Return whether one of ``results`` is a good match, or there are too many of them to look for better ones."""
    if results.filter(build_good_match_filter(store, query)).exists():
        return True
    return results.order_by()[: MAX_RESULTS_TO_CORRECT + 1].count() > MAX_RESULTS_TO_CORRECT


def filter_found(words: set[str], find: Callable[[Expression], QuerySet[SearchEntry]]) -> set[str]:
    """Return those of the folded ``words`` that occur in a text that ``find`` returns. One query."""
    conditions = [Q(word=word) & Exists(find(Token(word)).order_by()) for word in sorted(words)]
    if not conditions:
        return set()
    return set(VocabularyTerm.objects.filter(reduce(or_, conditions)).values_list("word", flat=True))
