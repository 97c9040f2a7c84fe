"""Plain text of strangers: no characters that hide, turn or overprint other text."""

import re
import unicodedata

from .cleaning import clean_text

#: Marks on one letter. A Vietnamese letter has none after composition, other scripts have up to three.
MAX_MARKS = 3
#: Letters without a glyph, which are not format characters to Unicode.
_BLANK_LETTERS = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")
_LINE_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
#: Kept between emoji only, by ``clean_text``; elsewhere it would hide.
_ZERO_WIDTH_JOINER = "\u200d"
_MANY_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")


def clean_plain_text(text: str) -> str:
    """Return ``text`` in NFC without control, direction, zero-width and unassigned characters and piled-up marks."""
    text = clean_text(_BLANK_LETTERS.sub("", _LINE_BREAKS.sub("\n", text)))
    kept, marks = [], 0
    for char in text:
        category = unicodedata.category(char)
        if (category == "Cf" and char != _ZERO_WIDTH_JOINER) or category in {"Co", "Cn", "Cs"}:
            continue
        if category == "Cc" and char not in "\n\t":
            continue
        marks = marks + 1 if category.startswith("M") else 0
        if marks <= MAX_MARKS:
            kept.append(char)
    return _MANY_BLANK_LINES.sub("\n\n", "".join(kept)).strip()
