"""Differences between two texts by word, two rich texts by paragraph and list item, two tables by row and cell."""

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from bs4 import BeautifulSoup
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

#: The classes that the admin's style sheet colours.
ADDED, REMOVED = "addition", "deletion"
#: Lines and rows that have this much in common are versions of each other.
SIMILARITY = 0.5
#: A word, a time, a date or a number; else one character.
_WORD = re.compile(r"\w+(?:[:./,]\w+)*|\W")


def diff_words(before: str, after: str) -> SafeString:
    """Return both texts as one, with the words that were removed and added. Neighbours are marked together."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    parts, removed, added = [], "", ""
    for kind, start_a, end_a, start_b, end_b in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        old_text, new_text = "".join(old[start_a:end_a]), "".join(new[start_b:end_b])
        if kind == "equal" and new_text.strip():
            parts += [_mark(removed, added), escape(new_text)]
            removed = added = ""
        else:  # also a space between two changes
            removed, added = removed + old_text, added + new_text
    return SafeString("".join([*parts, _mark(removed, added)]))


def _mark(removed: str, added: str) -> SafeString:
    if removed == added:
        return escape(added)
    marked = [(name, text) for name, text in ((REMOVED, removed), (ADDED, added)) if text]
    return format_html_join("", '<span class="{}">{}</span>', marked)


def _match(before: Sequence[Any], after: Sequence[Any], text: Callable[[Any], str]) -> Iterator[tuple[Any, Any]]:
    """Yield pairs of rows or lines; one that was added or removed is paired with None."""
    for kind, start_a, end_a, start_b, end_b in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = list(before[start_a:end_a]), list(after[start_b:end_b])
        if kind == "equal":
            yield from zip(old, new, strict=True)
            continue
        while old and new:
            if _is_similar(text(old[0]), text(new[0])):
                yield old.pop(0), new.pop(0)
            elif len(old) >= len(new):
                yield old.pop(0), None
            else:
                yield None, new.pop(0)
        yield from ((row, None) for row in old)
        yield from ((None, row) for row in new)


def _is_similar(one: str, other: str) -> bool:
    words = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return words.ratio() >= SIMILARITY


# --- Rich text ------------------------------------------------------------------------------------


def diff_lines(before: Any, after: Any) -> SafeString:
    """Compare rich texts by paragraph and list item."""
    parts = []
    for old, new in _match(_get_lines(before), _get_lines(after), str):
        kind = REMOVED if new is None else ADDED if old is None else ""
        content = escape(old or new) if kind else diff_words(old, new)
        parts.append(format_html('<p class="{}">{}</p>', kind, content))
    return SafeString("".join(parts))


def _get_lines(value: Any) -> list[str]:
    """Return the texts of paragraphs and list items, with a bullet before those of lists."""
    soup = BeautifulSoup(getattr(value, "source", str(value or "")), "html.parser")
    lines = []
    for element in soup.find_all(["p", "li"]):
        own = (part for part in element.strings if part.find_parent(["p", "li"]) is element)
        lines.append(("• " if element.name == "li" else "") + "".join(own).strip())
    return [line for line in lines if line.strip("• ")]


# --- Tables ---------------------------------------------------------------------------------------


def diff_table(before: Any, after: Any) -> SafeString:
    """Compare tables by row, and similar rows by cell."""
    captions = [str((value or {}).get("table_caption") or "") for value in (before, after)]
    rows = (_diff_cells(*pair) for pair in _match(_get_rows(before), _get_rows(after), " ".join))
    cells = ((kind, format_html_join("", "<td>{}</td>", ((cell,) for cell in row))) for kind, row in rows)
    body = format_html_join("", '<tr class="{}">{}</tr>', cells)
    caption = diff_words(*captions)
    return format_html('<table class="portal-comparison__table"><caption>{}</caption>{}</table>', caption, body)


def _get_rows(value: Any) -> list[tuple[str, ...]]:
    return [tuple(str(cell if cell is not None else "") for cell in row) for row in (value or {}).get("data") or ()]


def _diff_cells(before: Sequence[str] | None, after: Sequence[str] | None) -> tuple[str, list[SafeString]]:
    """Return the class and the cells of a row."""
    if before is None or after is None:
        return (REMOVED if after is None else ADDED), [escape(cell) for cell in (before or after or ())]
    width = max(len(before), len(after))
    pairs = zip([*before, *[""] * (width - len(before))], [*after, *[""] * (width - len(after))], strict=True)
    return "", [diff_words(old, new) for old, new in pairs]
