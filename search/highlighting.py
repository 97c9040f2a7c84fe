"""Snippets of result texts with the words of the query highlighted."""

import re
from collections import Counter
from dataclasses import dataclass

from mysite.text.vietnamese import TextToken, tokenize
from search.engine.query import ParsedQuery

#: Characters of a text that are scanned, and of a snippet.
MAX_SCANNED_LENGTH, SNIPPET_LENGTH = 40_000, 240
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of text: a match to be highlighted, or the text between matches."""

    text: str
    is_match: bool


def highlight(text: str, query: ParsedQuery) -> list[Fragment]:
    """Return all of ``text`` as fragments."""
    return _split(text, _find_matches(list(tokenize(text)), query), 0, len(text))


def snippet(text: str, query: ParsedQuery) -> list[Fragment]:
    """Return the part of ``text`` around the best matches, or its beginning, as fragments."""
    text = _BLANKS.sub(" ", text[:MAX_SCANNED_LENGTH]).strip()
    hits = _find_matches(list(tokenize(text)), query)
    start, end = _find_window(hits, len(text))
    if start:
        start = text.find(" ", start, start + 40) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    pieces = _split(text, hits, start, end)
    dots = [Fragment("… ", False)] if start else []
    return [*dots, *pieces, *([Fragment(" …", False)] if end < len(text) else [])]


def _find_matches(tokens: list[TextToken], query: ParsedQuery) -> list[TextToken]:
    """Return the matches of each query word: those with equal marks, or, if there are none, with any marks."""
    exact, folded = {word.exact for word in query.words}, {word.folded for word in query.words}
    exact_tokens = {word.exact for word in tokens}
    as_written = {word.folded for word in query.words if word.is_marked and word.exact in exact_tokens}
    return [word for word in tokens if word.exact in exact or word.folded in folded - as_written]


def _find_window(hits: list[TextToken], length: int) -> tuple[int, int]:
    """Return start and end of the snippet with the most distinct words of the query.

    Linear in the number of matches, by a sliding window: a table of exam results has 20,000 matches for “8”.
    """
    best = most = run = 0  # run: number of matches in the window that directly follow another
    seen: Counter[str] = Counter()
    end = 0
    for number, first in enumerate(hits):
        while end < len(hits) and (end <= number or hits[end].end - first.start <= SNIPPET_LENGTH - 40):
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
    start = max(0, min(best - 40, length - SNIPPET_LENGTH))
    return start, min(length, start + SNIPPET_LENGTH)


def _follows(hits: list[TextToken], number: int) -> bool:
    return hits[number].start - hits[number - 1].end == 1


def _split(text: str, hits: list[TextToken], start: int, end: int) -> list[Fragment]:
    """Split ``text[start:end]`` into matches and the text between them."""
    pieces, position = [], start
    for word in hits:
        if position <= word.start and word.end <= end:
            if word.start > position:
                pieces.append(Fragment(text[position : word.start], False))
            pieces.append(Fragment(text[word.start : word.end], True))
            position = word.end
    if position < end:
        pieces.append(Fragment(text[position:end], False))
    return pieces
