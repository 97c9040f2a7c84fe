"""Snippets with highlighted matches in search results."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from mysite.text.vietnamese import TextToken, tokenize
from search.engine.query import ParsedQuery
from search.highlighting import MAX_SCANNED_LENGTH, SNIPPET_LENGTH, _find_matches, _find_window, snippet


def find_window_naively(hits: list[TextToken], length: int) -> tuple[int, int]:
    """The window, looked for from each hit anew."""
    best = most = 0
    for number, first in enumerate(hits):
        there = [hit for hit in hits[number + 1 :] if hit.end - first.start <= SNIPPET_LENGTH - 40]
        line = [first, *there]
        run = sum(after.start - before.end == 1 for before, after in itertools.pairwise(line))
        worth = 10 * len({hit.folded for hit in line}) + run
        if worth > most:
            best, most = first.start, worth
    start = max(0, min(best - 40, length - SNIPPET_LENGTH))
    return start, min(length, start + SNIPPET_LENGTH)


@given(st.lists(st.sampled_from(["thi", "8", "9", "10", ",", "và", "kết quả của trường", "x" * 120]), max_size=120))
def test_snippet_window_matches_naive_search(parts: list[str]) -> None:
    text = " ".join(parts)
    hits = _find_matches(list(tokenize(text)), ParsedQuery.parse("thi 8 9 10"))
    assert _find_window(hits, len(text)) == find_window_naively(hits, len(text))


def test_many_matches_give_short_snippet() -> None:
    text = "Điểm thi " + "0 1 2 3 4 5 6 7 8 9 10 " * (MAX_SCANNED_LENGTH // 23)
    shown = snippet(text, ParsedQuery.parse("0 1 2 3 4 5 6 7 8 9"))
    assert sum(piece.is_match for piece in shown) > 50
    assert len("".join(piece.text for piece in shown)) < SNIPPET_LENGTH + 10
