"""Parsed queries: the expressions that they match, and the boosts that rank the matches."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from mysite.text.cleaning import strip_invisible
from mysite.text.vietnamese import TextToken, prefix_forms, strip_control_characters, tokenize

from .expressions import Expression, Token, all_of, any_of
from .expressions import phrase as adjacent

#: Limits on the words and characters of a query; the rest is ignored.
MAX_WORDS = 32
MAX_LENGTH = 1000
#: Queries of up to so many words may match very many texts, so they use ``top_boosts``.
MAX_TOP_BOOST_WORDS = 2
#: The letters that a half-typed word must have to be searched as a prefix in whole texts.
MIN_PREFIX_LENGTH = 2


@dataclass(frozen=True, slots=True)
class Boost:
    """Adds ``points`` to the score of texts that match ``expression``, in the title or anywhere."""

    points: int
    expression: Expression
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """The words of a query. A match contains all of them, ignoring marks; equal marks rank higher."""

    words: tuple[TextToken, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        tokens = list(tokenize(strip_invisible(strip_control_characters(text[:MAX_LENGTH]))))
        return cls(tuple(tokens[:MAX_WORDS]))

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def folded_tokens(self) -> list[Expression]:
        return [Token(word.folded) for word in self.words]

    @property
    def marked_tokens(self) -> list[Expression]:
        return [Token(word.exact) for word in self.words if word.is_marked]

    def all_words(self) -> Expression:
        return all_of(self.folded_tokens)

    def any_word(self) -> Expression:
        return any_of(self.folded_tokens)

    def phrase(self) -> Expression:
        return adjacent([Token(word.folded) for word in self.words])

    def should(self) -> Iterator[Expression]:
        """Yield optional clauses for the database's own rank: words as written, and adjacent pairs of words."""
        for word in self.words:
            yield Token(word.exact)
        for first, second in pairwise(self.words):
            yield adjacent([Token(first.folded), Token(second.folded)])
            yield adjacent([Token(first.exact), Token(second.exact)])

    def boosts(self) -> Iterator[Boost]:
        """Yield the boosts: for marks as written, for the whole phrase, for all words in the title."""
        if not self.words:
            return
        if self.marked_tokens:
            yield Boost(8, all_of(self.marked_tokens))
        if len(self.words) > 1:
            yield Boost(4, self.phrase())
            if self.marked_tokens:
                yield Boost(8, adjacent([Token(word.exact) for word in self.words]))
        yield Boost(3, self.all_words(), in_title=True)
        if self.marked_tokens:
            yield Boost(1, all_of(self.marked_tokens), in_title=True)

    def top_boosts(self) -> Iterator[Boost]:
        """Yield, for short queries, boosts whose matches rank above all others; those with the fewest matches first."""
        if not 0 < len(self.words) <= MAX_TOP_BOOST_WORDS:
            return
        if len(self.words) == 1:
            yield Boost(1, all_of(self.marked_tokens or self.folded_tokens), in_title=True)
        if self.marked_tokens:
            yield Boost(8, all_of(self.marked_tokens))


@dataclass(frozen=True, slots=True)
class PrefixQuery(ParsedQuery):
    """A query that is still being typed: the last word is a prefix."""

    @property
    def last_prefixes(self) -> list[Token]:
        """The prefix tokens of the last word."""
        return [Token(form, is_prefix=True) for form in prefix_forms(self.words[-1].folded)]

    def all_words(self) -> Expression:
        return all_of([*self.folded_tokens[:-1], any_of(self.last_prefixes)])

    def any_word(self) -> Expression:
        return any_of([*self.folded_tokens[:-1], *self.last_prefixes])

    def phrase(self) -> Expression:
        before = [Token(word.folded) for word in self.words[:-1]]
        return any_of(adjacent([*before, last]) for last in self.last_prefixes)

    def boosts(self) -> Iterator[Boost]:
        # Marked prefixes are indexed as whole tokens, because a tone may belong to letters not typed yet.
        if self.marked_tokens:
            yield Boost(4, all_of(self.marked_tokens))
        if len(self.words) > 1:
            yield Boost(2, self.phrase())

    def top_boosts(self) -> Iterator[Boost]:
        yield from ()


@dataclass(frozen=True, slots=True)
class UnfinishedQuery(PrefixQuery):
    """A query that is still being typed, for whole texts: the last word also matches as a prefix."""

    @property
    def last_prefixes(self) -> list[Token]:
        """The last word, as a prefix only if it has enough letters: most texts have a word with a shorter one."""
        last = self.words[-1].folded
        is_prefix = len(last) >= MIN_PREFIX_LENGTH
        return [Token(form, is_prefix=is_prefix) for form in (prefix_forms(last) if is_prefix else [last])]

    def boosts(self) -> Iterator[Boost]:
        if len(self.words) == 2:  # the end of a longer phrase is rarely the beginning of another word
            yield Boost(1, ParsedQuery.phrase(self))
        yield from ParsedQuery.boosts(self)

    def top_boosts(self) -> Iterator[Boost]:
        yield from ParsedQuery.top_boosts(self)
