"""Recognises passwords that are guessed first: common words, names, dates, phone numbers and walks on the keyboard.

A list of passwords would have to contain every word with every year behind it, so the parts are recognised instead.
Marks, capitals and digits in place of letters make no difference. Pure functions, no Django.
"""

import re
from functools import cache
from pathlib import Path

from mysite.text.vietnamese import strip_marks

#: A password of so many common words is guessable; a sentence is not.
MOST_WORDS = 3
#: Characters besides common parts that make a password hard to guess.
LEAST_OTHERS = 3
#: Characters that are looked at.
MOST_CHARACTERS = 100
#: Keys in the order of the keyboard: its rows, its columns, and the alphabet.
_ROWS = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz"]
_COLUMNS = ["1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol", "0p"]
#: The digits above which shift writes other characters.
_SHIFTED = str.maketrans("!@#$%^&*()", "1234567890")
_IN_PLACE_OF_LETTERS = str.maketrans("@40135$7", "aaoiesst")
_PUNCTUATION = re.compile(r"[\x00-/:-@\[-`{-\x7f]")
#: Digits, and letters and signs that are not on the keyboard.
_NOT_IN_WORDS = re.compile(r"[0-9]|[^\x00-\x7f]")
#: Phone numbers, with 0 or 84; years and dates.
_PHONE_NUMBER = re.compile(r"(?:\+?84|0)[35789]\d{8}")
_DATE = re.compile(r"(?:0?[1-9]|[12]\d|3[01])(?:0?[1-9]|1[0-2])(?:(?:19|20)\d\d|\d\d)|(?:19|20)\d\d|2k\d")


@cache
def read_words() -> frozenset[str]:
    lines = (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def fold(text: str) -> str:
    """Return ``text`` in small letters without marks."""
    return strip_marks(text).casefold()


def is_guessable(password: str) -> bool:
    """Return whether ``password`` consists of what is guessed first, and few other characters."""
    text = fold(password[:MOST_CHARACTERS])
    for pattern in (_PHONE_NUMBER, _DATE):
        text = pattern.sub(" ", text)
    text = _remove_walks(text)
    # Words may be separated by punctuation, run together, or broken by it; digits may stand for letters.
    spellings = [text, text.translate(_IN_PLACE_OF_LETTERS)]
    spellings += [_PUNCTUATION.sub("", spelling) for spelling in spellings]
    return any(_count_others(spelling) < LEAST_OTHERS for spelling in spellings)


def _count_others(text: str) -> int:
    """Count the characters that are in no common word; enough of them if there are too many words."""
    words, others = 0, len(_NOT_IN_WORDS.findall(text))
    for part in re.findall(r"[a-z]+", text):
        count = _count_words(part)
        if count is None:
            others += len(part)
        else:
            words += count
    return others if words <= MOST_WORDS else LEAST_OTHERS


def _count_words(part: str) -> int | None:
    """Return of how few common words ``part`` consists; None if it contains anything else."""
    words = read_words()
    fewest: list[int | None] = [0] + [None] * len(part)
    for end in range(1, len(part) + 1):
        counts = [fewest[start] for start in range(max(0, end - 24), end) if part[start:end] in words]
        fewest[end] = min((count + 1 for count in counts if count is not None), default=None)
    return fewest[-1]


def _remove_walks(text: str) -> str:
    """Replace neighbouring or equal keys by a space: three digits or more, or four letters, because of words."""
    keys = text.translate(_SHIFTED)
    kept, start = [], 0
    while start < len(text):
        end = _find_end_of_walk(keys, start)
        if end - start >= (3 if keys[start].isdigit() else 4):
            kept.append(" ")
            start = end
        else:
            kept.append(text[start])
            start += 1
    return "".join(kept)


def _find_end_of_walk(keys: str, start: int) -> int:
    longest = start + 1
    for step in _steps():
        end = start + 1
        while end < len(keys) and keys[end - 1 : end + 1] in step:
            end += 1
        longest = max(longest, end)
    return longest


@cache
def _steps() -> tuple[frozenset[str], ...]:
    """Return the pairs of keys of each kind of walk: to the right, to the left, down, up, and on the spot."""
    right = {row[at : at + 2] for row in _ROWS for at in range(len(row) - 1)} | {"90", "01"}
    down = {column[at : at + 2] for column in _COLUMNS for at in range(len(column) - 1)}
    same = {char * 2 for row in _ROWS for char in row}
    return tuple(
        frozenset(pairs) for pairs in (right, {pair[::-1] for pair in right}, down, {p[::-1] for p in down}, same)
    )
