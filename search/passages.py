"""What of a text a list of results shows: the passage with most of the words asked for, those marked."""

import re
from collections import Counter
from dataclasses import dataclass

from mysite.vietnamese import Word, words
from search.engine.asked import Asked

#: Characters of a text that are looked through, and of a passage.
LOOKED_THROUGH, LENGTH = 40_000, 240
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, which is one of the words asked for or stands between them."""

    text: str
    is_hit: bool


def marked(text: str, asked: Asked) -> list[Piece]:
    """All of ``text``, in pieces."""
    return _pieces(text, _hits(list(words(text)), asked), 0, len(text))


def passage(text: str, asked: Asked) -> list[Piece]:
    """A passage of ``text`` around the words asked for, its beginning if there are none, in pieces."""
    text = _BLANKS.sub(" ", text[:LOOKED_THROUGH]).strip()
    hits = _hits(list(words(text)), asked)
    start, end = _window(hits, len(text))
    if start:
        start = text.find(" ", start, start + 40) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    pieces = _pieces(text, hits, start, end)
    dots = [Piece("… ", False)] if start else []
    return [*dots, *pieces, *([Piece(" …", False)] if end < len(text) else [])]


def _hits(found: list[Word], asked: Asked) -> list[Word]:
    """The words asked for: as written where they stand so, else without regard to marks."""
    exact, folded = {word.exact for word in asked.words}, {word.folded for word in asked.words}
    here = {word.exact for word in found}
    as_written = {word.folded for word in asked.words if word.is_marked and word.exact in here}
    return [word for word in found if word.exact in exact or word.folded in folded - as_written]


def _window(hits: list[Word], length: int) -> tuple[int, int]:
    """Where the passage with the most different words asked for is.

    The window slides: a table of marks has twenty thousand hits for “8”, and ten such results are one page.
    """
    best = most = run = 0  # run: how many words of the window follow right upon the one before
    seen: Counter[str] = Counter()
    end = 0
    for number, first in enumerate(hits):
        while end < len(hits) and (end <= number or hits[end].end - first.start <= LENGTH - 40):
            seen[hits[end].folded] += 1
            run += end > number and _follows(hits, end)
            end += 1
        worth = 10 * len(seen) + run
        if worth > most:
            best, most = first.start, worth
        seen[first.folded] -= 1
        if not seen[first.folded]:
            del seen[first.folded]
        run -= number + 1 < end and _follows(hits, number + 1)
    start = max(0, min(best - 40, length - LENGTH))
    return start, min(length, start + LENGTH)


def _follows(hits: list[Word], number: int) -> bool:
    return hits[number].start - hits[number - 1].end == 1


def _pieces(text: str, hits: list[Word], start: int, end: int) -> list[Piece]:
    pieces, place = [], start
    for word in hits:
        if place <= word.start and word.end <= end:
            if word.start > place:
                pieces.append(Piece(text[place : word.start], False))
            pieces.append(Piece(text[word.start : word.end], True))
            place = word.end
    if place < end:
        pieces.append(Piece(text[place:end], False))
    return pieces
