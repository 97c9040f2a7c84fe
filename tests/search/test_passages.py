"""The passage of a text that a list of results shows."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from mysite.vietnamese import Word, words
from search.engine.asked import Asked
from search.passages import LENGTH, LOOKED_THROUGH, _hits, _window, passage


def plainly(hits: list[Word], length: int) -> tuple[int, int]:
    """The window, looked for from each hit anew."""
    best = most = 0
    for number, first in enumerate(hits):
        there = [hit for hit in hits[number + 1 :] if hit.end - first.start <= LENGTH - 40]
        line = [first, *there]
        run = sum(after.start - before.end == 1 for before, after in itertools.pairwise(line))
        worth = 10 * len({hit.folded for hit in line}) + run
        if worth > most:
            best, most = first.start, worth
    start = max(0, min(best - 40, length - LENGTH))
    return start, min(length, start + LENGTH)


@given(st.lists(st.sampled_from(["thi", "8", "9", "10", ",", "và", "kết quả của trường", "x" * 120]), max_size=120))
def test_the_sliding_window_is_the_best_one(parts: list[str]) -> None:
    text = " ".join(parts)
    hits = _hits(list(words(text)), Asked.read("thi 8 9 10"))
    assert _window(hits, len(text)) == plainly(hits, len(text))


def test_a_table_of_marks_has_its_passage() -> None:
    text = "Điểm thi " + "0 1 2 3 4 5 6 7 8 9 10 " * (LOOKED_THROUGH // 23)
    shown = passage(text, Asked.read("0 1 2 3 4 5 6 7 8 9"))
    assert sum(piece.is_hit for piece in shown) > 50
    assert len("".join(piece.text for piece in shown)) < LENGTH + 10
