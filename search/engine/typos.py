"""What may have been meant when what was typed stands nowhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mysite.vietnamese import Word, near, nfc, without_telex, words
from search.models import KnownWord

from .asked import Asked, Preference
from .expressions import Expression, Token, every, one_of

#: Words that a typing error is looked for in, and what each may have been meant for.
MAX_WORDS, MAX_CHOICES = 12, 40


class Meant:
    """The words of the index that each word of a query may have been meant for. One query, made at once."""

    def __init__(self, asked: Asked) -> None:
        self.words = asked.words[:MAX_WORDS]
        wanted = [self._spellings(word) for word in self.words]
        #: The words of the index among them, as they are written.
        self.known = dict(KnownWord.objects.filter(word__in=set().union(*wanted)).values_list("word", "spelling"))
        self.choices = [sorted(spellings & self.known.keys())[:MAX_CHOICES] for spellings in wanted]

    @staticmethod
    def _spellings(word: Word) -> set[str]:
        """What ``word`` was meant for if a key of Telex is left in it, or one letter went wrong."""
        found = {meant.folded for meant in words(nfc(without_telex(word.folded)))}
        # What is longer than any known word by two letters is near none; of one sign may come 24 letters.
        if 2 < len(word.folded) <= KnownWord.MAX_LENGTH + 1 and not word.folded.isdigit():
            found |= near(word.folded)
        return found - {word.folded} | {word.folded}

    def as_written(self, text: str) -> str:
        """What was meant, in the words of ``text``, which was found for it: each word nearest to what was typed."""
        spelt: dict[str, str] = {}
        for word in words(text):
            spelt.setdefault(word.folded, text[word.start : word.end].lower())
        found = []
        for word, choices in zip(self.words, self.choices, strict=True):
            if word.folded in spelt:
                found.append(spelt[word.folded])
            else:
                here = [choice for choice in choices if choice in spelt]
                found += [spelt[here[0]]] if here else []
        return " ".join(found)

    def similar(self) -> list[tuple[str, str]]:
        """Words of the index near those that stand nowhere, folded and as they are written."""
        unknown = [
            choices for word, choices in zip(self.words, self.choices, strict=True) if word.folded not in self.known
        ]
        return [(choice, self.known[choice]) for choices in unknown for choice in choices]

    def without_telex(self) -> Asked | None:
        """The query with the keys of Telex made marks, wherever that gives words of the index; None without any."""
        typed = [word.folded for word in self.words]
        undone = [without_telex(word.folded) if not word.is_marked else word.folded for word in self.words]
        meant = [
            there if there != here and folded(there) in self.known else None
            for here, there in zip(typed, undone, strict=True)
        ]
        if not any(meant):
            return None
        return Asked(
            tuple(next(words(there)) if there else word for word, there in zip(self.words, meant, strict=True))
        )

    def near_guesses(self) -> list[Asked]:
        """The keys of Telex are undone; one word is another."""
        undone = self.without_telex()
        found: list[Asked] = [undone] if undone else []
        typed, meant = self._typed_and_meant()
        if typed != meant:
            found.append(Guess(self.words, taken_for(typed, meant, 1)))
        return found

    def far_guesses(self) -> list[Asked]:
        """Two words are others; or one is too many, and what the index does not know of the rest is another.

        With any word for any other most texts would do.
        """
        typed, meant = self._typed_and_meant()
        if len(meant) < 2:
            return []
        likely = [
            as_typed if word.folded in self.known else other
            for word, as_typed, other in zip(self.words, typed, meant, strict=True)
        ]
        return [Guess(self.words, one_of([taken_for(typed, meant, 2), one_left_out(likely)]))]

    def _typed_and_meant(self) -> tuple[list[Expression], list[Expression]]:
        """Each word as typed, and as all it may be meant for."""
        typed: list[Expression] = [Token(word.folded) for word in self.words]
        meant = [
            one_of(Token(choice) for choice in [word.folded, *(c for c in choices if c != word.folded)])
            for word, choices in zip(self.words, self.choices, strict=True)
        ]
        return typed, meant


# Both by halves: written out for each word, twelve words would name every choice of each a dozen times.


def taken_for(typed: Sequence[Expression], meant: Sequence[Expression], most: int) -> Expression:
    """All of ``typed``, up to ``most`` of them as they may be ``meant``, which is wider."""
    if most == 0 or typed == meant:
        return every(typed)
    if most >= len(typed):
        return every(meant)
    half = len(typed) // 2
    return one_of(
        every([taken_for(typed[:half], meant[:half], here), taken_for(typed[half:], meant[half:], most - here)])
        for here in range(most + 1)
    )


def one_left_out(words: Sequence[Expression]) -> Expression:
    """All of ``words`` but one, whichever; there are two at least."""
    half = len(words) // 2
    parts = words[:half], words[half:]
    left_out = [[one_left_out(part)] if len(part) > 1 else [] for part in parts]
    return one_of([every([*left_out[0], *parts[1]]), every([*parts[0], *left_out[1]])])


@dataclass(frozen=True, slots=True)
class Guess(Asked):
    """Words of which some are taken for others: ``wanted`` says for which."""

    wanted: Expression

    def all_words(self) -> Expression:
        return self.wanted

    def preferences(self) -> Iterator[Preference]:
        yield Preference(6, self.wanted, in_title=True)
        for word in self.words:
            if word.is_marked:
                yield Preference(2, Token(word.exact))
            yield Preference(2, Token(word.folded), in_title=True)

    def decisive(self) -> Iterator[Preference]:
        yield from ()


def folded(text: str) -> str:
    return "".join(word.folded for word in words(text))
