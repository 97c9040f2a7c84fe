"""Reads an article saved as plain text, as a browser's "select all, copy" leaves it.

The order on the page is: motto, today's date, section, date of the article, title, lead, text, photo captions, byline,
comments, other news. Each part may be missing; each is told by its shape and place, not by its words.
"""

from pathlib import Path

from . import shapes
from .cleaning import clean, clean_motto, escape
from .dates import date_kind, find_date, is_today_line
from .encodings import read_text
from .fitting import MAX_TITLE, fit
from .flow import Line, assemble, until_end
from .records import Origin, SavedArticle, UnreadableArticle

_SECTION_SIGNS = ("»", "›", ">", "/", "|")
_HOME = frozenset(("trang chủ", "trang nhất", "home", "trang chính"))


def read_text_article(path: Path) -> SavedArticle:
    """The article in a text file. Raises ``UnreadableArticle``."""
    return parse_text(read_text(path), Origin(path))


def parse_text(text: str, origin: Origin) -> SavedArticle:
    """The article in ``text``. Raises ``UnreadableArticle``."""
    lines = paragraphs(text)
    if not lines:
        raise UnreadableArticle("the file has no text")
    motto, lines = _take_header(lines)
    section, title, date_line, rest = _take_title(lines)
    body_lines = until_end(Line(escape(line)) for line in rest)
    lead = ""
    if body_lines and isinstance(first := body_lines[0], Line) and _is_lead(first.text):
        lead, body_lines = first.text, body_lines[1:]
    body = assemble(body_lines)
    moment = find_date(date_line)
    return fit(
        SavedArticle(
            title=title,
            origin=origin,
            lead=lead,
            blocks=body.blocks,
            section=section,
            motto=motto,
            author=body.author,
            unit=body.unit,
            source_name=body.source_name,
            published_at=moment,
            updated_at=moment,
        )
    )


def paragraphs(text: str) -> list[str]:
    """The paragraphs of ``text``: its lines, except where it was wrapped at a fixed width."""
    lines = [clean(line) for line in text.splitlines()]
    longest = max((len(line) for line in lines), default=0)
    wrapped = "" in lines and 60 <= longest <= 120
    result: list[str] = []
    previous = ""
    for line in lines:
        goes_on = wrapped and len(previous) >= longest * 0.75 and line and not shapes.numbered(line)
        if goes_on and not shapes.bulleted(line) and previous[-1] not in ".:;!?":
            result[-1] += " " + line
        elif line:
            result.append(line)
        previous = line
    return result


def split_section(line: str) -> tuple[str, ...]:
    """``Trang chủ » Tin tức » Giáo dục mầm non`` → the titles of the sections from the top."""
    for sign in _SECTION_SIGNS:
        if sign in line:
            titles = [clean(part) for part in line.split(sign)]
            break
    else:
        titles = [clean(line)]
    return tuple(title for title in titles if title and title.lower() not in _HOME)


def _take_header(lines: list[str]) -> tuple[str, list[str]]:
    """The motto and the lines after the header, which ends with today's date."""
    for n, line in enumerate(lines[:15]):
        if is_today_line(line):
            before = lines[:n]
            sentences = [text for text in before if shapes.is_sentence(text) and len(text) <= 400]
            return (clean_motto(sentences[-1]) if sentences else ""), lines[n + 1 :]
        if date_kind(line):
            # No date of today: a sentence that stands before a section line can only be the motto.
            if n >= 2 and shapes.is_sentence(lines[0]) and lines[0][-1] in "\"”'».…":
                return clean_motto(lines[0]), lines[1:]
            break
    return "", lines


def _take_title(lines: list[str]) -> tuple[tuple[str, ...], str, str, list[str]]:
    """Section, title, date line (or nothing) and the lines after them."""
    at = next((n for n, line in enumerate(lines[:12]) if date_kind(line)), None)
    if at is None:
        if not lines:
            raise UnreadableArticle("no title found")
        if len(lines) > 2 and _is_section(lines[0]) and _is_title(lines[1]) and not shapes.numbered(lines[1]):
            return split_section(lines[0]), lines[1], "", lines[2:]
        return (), lines[0], "", lines[1:]
    # A label whose date stands on the next line is no section.
    before = [line for line in lines[:at] if not shapes.is_furniture(line) and not line.endswith(":")]
    after = lines[at + 1 :]
    # The title stands below the date or above it. Above, the line before the date is longer than a section's name.
    title_above = bool(before) and (not _is_section(before[-1]) or not after or not _is_title(after[0]))
    if title_above:
        title, before = before[-1], before[:-1]
    else:
        title = after[0] if after else ""
        after = after[1:]
    section = split_section(before[-1]) if before and _is_section(before[-1]) else ()
    return section, title, lines[at], after


def _is_section(line: str) -> bool:
    steps = split_section(line)
    return all(len(step) <= 60 and len(step.split()) <= 9 for step in steps) and line[-1] not in '.:;,?!"”'


def _is_title(line: str) -> bool:
    return len(line) <= MAX_TITLE and line[-1] not in ".;:,"


def _is_lead(line: str) -> bool:
    return not (shapes.numbered(line) or shapes.bulleted(line) or shapes.opens_gallery(line) or shapes.is_heading(line))
