"""Spelling correction of queries."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mysite.text.vietnamese import TextToken, decode_telex, nfc, one_edit, tokenize
from search.models import VocabularyTerm

from .expressions import Expression, Token, all_of, any_of, phrase
from .query import Boost, ParsedQuery

#: Limits on the corrected words, and on the candidates for each. Words of hidden pages are among the candidates, but
#: no language has so many similar short words that they would displace others.
MAX_WORDS, MAX_CANDIDATES = 12, 200


class SpellingCorrector:
    """Finds candidates in the vocabulary for each word of a query. Two database queries, made in the constructor.

    The vocabulary also contains words of hidden pages, which must not influence the correction. ``filter_visible``
    returns those of a set of words that occur in a public text.
    """

    def __init__(self, query: ParsedQuery, filter_visible: Callable[[set[str]], set[str]]) -> None:
        self.words = query.words[:MAX_WORDS]
        possible = [self._get_candidates(word) for word in self.words]
        known = set(VocabularyTerm.objects.filter(word__in=set().union(*possible)).values_list("word", flat=True))
        self.candidates = [sorted(spellings & known)[:MAX_CANDIDATES] for spellings in possible]
        typed = {form for word in self.words for form in (word.folded, fold(decode_telex(word.folded)))}
        #: Those of the words as typed, and with Telex decoded, that occur in a public text.
        self.visible_words = filter_visible(typed & known)

    @staticmethod
    def _get_candidates(word: TextToken) -> set[str]:
        """Return the possible corrections of ``word``: Telex decoded, or one edit."""
        candidates = {token.folded for token in tokenize(nfc(decode_telex(word.folded)))}
        # A word two letters longer than any in the vocabulary is not one edit away. Folded words can be very long.
        if 2 < len(word.folded) <= VocabularyTerm.MAX_LENGTH + 1 and not word.folded.isdigit():
            candidates |= one_edit(word.folded)
        return candidates - {word.folded} | {word.folded}

    def spell_from(self, text: str) -> str:
        """Return the corrected query with the spelling of ``text``, a result: the nearest word for each word typed."""
        spelling_by_folded: dict[str, str] = {}
        for word in tokenize(text):
            spelling_by_folded.setdefault(word.folded, text[word.start : word.end].lower())
        corrected = []
        for word, spellings in zip(self.words, self.candidates, strict=True):
            if word.folded in spelling_by_folded:
                corrected.append(spelling_by_folded[word.folded])
            else:
                candidates_in_text = [choice for choice in spellings if choice in spelling_by_folded]
                corrected += [spelling_by_folded[candidates_in_text[0]]] if candidates_in_text else []
        return " ".join(corrected)

    def similar_words(self) -> set[str]:
        """Return candidates, folded, for the words that occur in no public text."""
        unknown = [
            spellings
            for word, spellings in zip(self.words, self.candidates, strict=True)
            if word.folded not in self.visible_words
        ]
        return set().union(*unknown)

    def decode_telex(self) -> ParsedQuery | None:
        """Return the query with Telex decoded wherever that gives words of the index; None if it gives none."""
        typed = [word.folded for word in self.words]
        decodings = [decode_telex(word.folded) if not word.is_marked else word.folded for word in self.words]
        decoded = [
            decoding if decoding != word and fold(decoding) in self.visible_words else None
            for word, decoding in zip(typed, decodings, strict=True)
        ]
        if not any(decoded):
            return None
        return ParsedQuery(
            tuple(
                next(tokenize(decoding)) if decoding else word
                for word, decoding in zip(self.words, decoded, strict=True)
            )
        )

    def one_edit_queries(self) -> list[ParsedQuery]:
        """Return the most likely corrections: Telex decoded; one word replaced."""
        decoded_query = self.decode_telex()
        queries: list[ParsedQuery] = [decoded_query] if decoded_query else []
        typed, candidates = self._typed_and_candidates()
        if typed != candidates:
            queries.append(CorrectedQuery(self.words, replace_up_to(typed, candidates, 1)))
        return queries

    def two_edit_queries(self) -> list[ParsedQuery]:
        """Return less likely corrections: two words replaced; or one omitted and the unknown ones of the rest replaced.

        Replacing any number of words would match most texts.
        """
        typed, candidates = self._typed_and_candidates()
        if len(candidates) < 2:
            return []
        likely = [
            as_typed if word.folded in self.visible_words else other
            for word, as_typed, other in zip(self.words, typed, candidates, strict=True)
        ]
        return [CorrectedQuery(self.words, any_of([replace_up_to(typed, candidates, 2), all_but_one(likely)]))]

    def two_replacements_query(self) -> ParsedQuery | None:
        """Return the query with two words replaced; None if it has fewer."""
        typed, candidates = self._typed_and_candidates()
        return CorrectedQuery(self.words, replace_up_to(typed, candidates, 2)) if len(candidates) > 1 else None

    def _typed_and_candidates(self) -> tuple[list[Expression], list[Expression]]:
        """Return each word as typed, and as any of its candidates."""
        typed: list[Expression] = [Token(word.folded) for word in self.words]
        candidates = [
            any_of(Token(choice) for choice in [word.folded, *(c for c in spellings if c != word.folded)])
            for word, spellings in zip(self.words, self.candidates, strict=True)
        ]
        return typed, candidates


# Both functions split the words into halves: an alternative for each word would repeat all candidates each time.


def replace_up_to(typed: Sequence[Expression], candidates: Sequence[Expression], limit: int) -> Expression:
    """Match all of ``typed``, with up to ``limit`` of them replaced by their ``candidates``, which include them."""
    if limit == 0 or typed == candidates:
        return all_of(typed)
    if limit >= len(typed):
        return all_of(candidates)
    half = len(typed) // 2
    return any_of(
        all_of(
            [
                replace_up_to(typed[:half], candidates[:half], first_half_limit),
                replace_up_to(typed[half:], candidates[half:], limit - first_half_limit),
            ]
        )
        for first_half_limit in range(limit + 1)
    )


def all_but_one(words: Sequence[Expression]) -> Expression:
    """Match all of ``words`` but one, whichever; there must be at least two."""
    half = len(words) // 2
    parts = words[:half], words[half:]
    left_out = [[all_but_one(part)] if len(part) > 1 else [] for part in parts]
    return any_of([all_of([*left_out[0], *parts[1]]), all_of([*parts[0], *left_out[1]])])


@dataclass(frozen=True, slots=True)
class CorrectedQuery(ParsedQuery):
    """A query in which some words are replaced by others, as given by ``expression``."""

    expression: Expression

    def all_words(self) -> Expression:
        return self.expression

    def should(self) -> Iterator[Expression]:
        """Yield nothing: to rank by optional clauses, SQLite would read hundreds of candidates twice."""
        yield from ()

    def boosts(self) -> Iterator[Boost]:
        yield Boost(6, self.expression, in_title=True)
        for word in self.words:
            if word.is_marked:
                yield Boost(2, Token(word.exact))
            yield Boost(2, Token(word.folded), in_title=True)
        if pairs := [phrase([Token(one.folded), Token(other.folded)]) for one, other in pairwise(self.words)]:
            yield Boost(1, any_of(pairs), in_title=True)

    def top_boosts(self) -> Iterator[Boost]:
        yield from ()


def fold(text: str) -> str:
    return "".join(word.folded for word in tokenize(text))
