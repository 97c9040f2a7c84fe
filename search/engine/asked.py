"""What somebody asked for: which texts answer it, and which of them come first."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from mysite.cleaning import without_invisible
from mysite.vietnamese import Word, forms_typed, printable, words

from .expressions import Expression, Token, adjacent, every, one_of

#: More is read by nobody, and a database should not be made to look for it.
MAX_WORDS = 32
MAX_LENGTH = 1000
#: Up to so many words may stand in very many texts.
FEW_WORDS = 2


@dataclass(frozen=True, slots=True)
class Preference:
    """Texts in which ``wanted`` stands, in the title or anywhere, are worth ``points`` more."""

    points: int
    wanted: Expression
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of a query. All must stand in a text, without regard to marks; the marks say what comes first."""

    words: tuple[Word, ...]

    @classmethod
    def read(cls, text: str) -> Self:
        found = list(words(without_invisible(printable(text[:MAX_LENGTH]))))
        return cls(tuple(found[:MAX_WORDS]))

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def folded(self) -> list[Expression]:
        return [Token(word.folded) for word in self.words]

    @property
    def marked(self) -> list[Expression]:
        return [Token(word.exact) for word in self.words if word.is_marked]

    def all_words(self) -> Expression:
        return every(self.folded)

    def any_word(self) -> Expression:
        return one_of(self.folded)

    def phrase(self) -> Expression:
        return adjacent([Token(word.folded) for word in self.words])

    def liked(self) -> Iterator[Expression]:
        """What counts for the engine's own rank: every word as it was written, and every two words together."""
        for word in self.words:
            yield Token(word.exact)
        for first, second in pairwise(self.words):
            yield adjacent([Token(first.folded), Token(second.folded)])
            yield adjacent([Token(first.exact), Token(second.exact)])

    def preferences(self) -> Iterator[Preference]:
        """The tiers, by their points: marks as written; the whole phrase; all words in the title."""
        if not self.words:
            return
        if self.marked:
            yield Preference(8, every(self.marked))
        if len(self.words) > 1:
            yield Preference(4, self.phrase())
            if self.marked:
                yield Preference(8, adjacent([Token(word.exact) for word in self.words]))
        yield Preference(3, self.all_words(), in_title=True)
        if self.marked:
            yield Preference(1, every(self.marked), in_title=True)

    def decisive(self) -> Iterator[Preference]:
        """For few words: tiers whose texts come before all others, whatever else these have; the fewest texts first."""
        if not 0 < len(self.words) <= FEW_WORDS:
            return
        if len(self.words) == 1:
            yield Preference(1, every(self.marked or self.folded), in_title=True)
        if self.marked:
            yield Preference(8, every(self.marked))


@dataclass(frozen=True, slots=True)
class Typed(Asked):
    """What has been typed so far: the last word is a beginning."""

    @property
    def last(self) -> list[Token]:
        """What the last word may be the beginning of."""
        return [Token(form, is_beginning=True) for form in forms_typed(self.words[-1].folded)]

    def all_words(self) -> Expression:
        return every([*self.folded[:-1], one_of(self.last)])

    def any_word(self) -> Expression:
        return one_of([*self.folded[:-1], *self.last])

    def phrase(self) -> Expression:
        before = [Token(word.folded) for word in self.words[:-1]]
        return one_of(adjacent([*before, last]) for last in self.last)

    def preferences(self) -> Iterator[Preference]:
        # A marked beginning is a token of its own: its tone belongs to letters that are still to come.
        if self.marked:
            yield Preference(4, every(self.marked))
        if len(self.words) > 1:
            yield Preference(2, self.phrase())

    def decisive(self) -> Iterator[Preference]:
        yield from ()
