"""Read an article from plain text, as copied from a browser with "select all, copy".

The expected order is: motto, current date, section, date of the article, title, lead, text, photo captions, byline,
comments, other news. Each part is optional; parts are recognised by form and position rather than by keywords.
"""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from newsroom.importing.parsing import line_patterns
from newsroom.importing.parsing.cleaning import clean_motto, clean_string, escape_html
from newsroom.importing.parsing.dates import classify_date_line, find_date, is_today_line
from newsroom.importing.parsing.flow import Line, add_photographer, assemble_body, cut_flow_at_end
from newsroom.importing.parsing.legacy_text import convert_lines
from newsroom.importing.parsing.limits import MAX_TITLE, apply_limits, check_length
from newsroom.importing.records import Origin, SavedArticle, UnreadableArticle

from .encodings import read_text

_BREADCRUMB_SEPARATORS = ("»", "›", ">", "/", "|")
_HOME_PAGE_TITLES = frozenset(("trang chủ", "trang nhất", "home", "trang chính"))


def read_text_article(path: Path) -> SavedArticle:
    """Read the article in a text file. Raises ``UnreadableArticle``."""
    text = read_text(path)
    check_length(max(map(len, text.splitlines()), default=0))
    text, doubts = convert_lines(text)
    return replace(parse_text(text, Origin(path)), doubts=doubts)


def parse_text(text: str, origin: Origin) -> SavedArticle:
    """Parse the article in ``text``. Raises ``UnreadableArticle``."""
    lines = split_paragraphs(text)
    if not lines:
        raise UnreadableArticle("the file has no text")
    motto, lines = _extract_header(lines)
    section, title, date_line, rest = _extract_title(lines)
    body_lines = cut_flow_at_end(Line(escape_html(line)) for line in rest)
    lead = ""
    if body_lines and isinstance(first := body_lines[0], Line) and _is_lead(first.text):
        lead, body_lines = first.text, body_lines[1:]
    body = assemble_body(body_lines)
    moment, notes = _read_date(date_line)
    return apply_limits(
        SavedArticle(
            title=title,
            origin=origin,
            lead=lead,
            blocks=add_photographer(body.blocks, body.photographer),
            section=section,
            motto=motto,
            author=body.author,
            unit=body.unit,
            source_name=body.source_name,
            published_at=moment,
            updated_at=moment,
            notes=notes,
        )
    )


def _read_date(line: str) -> tuple[datetime | None, tuple[str, ...]]:
    """Return the date of a date line; if there is no such date, None and a note."""
    try:
        return find_date(line), ()
    except UnreadableArticle as error:
        return None, (str(error),)


def split_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of ``text``: its lines, joined again if it was wrapped at a fixed width."""
    lines = [clean_string(line) for line in text.splitlines()]
    longest = max((len(line) for line in lines), default=0)
    wrapped = "" in lines and 60 <= longest <= 120
    result: list[str] = []
    previous = ""
    for line in lines:
        goes_on = wrapped and len(previous) >= longest * 0.75 and line and not line_patterns.parse_numbered_item(line)
        if goes_on and not line_patterns.parse_bulleted_item(line) and previous[-1] not in ".:;!?":
            result[-1] += " " + line
        elif line:
            result.append(line)
        previous = line
    return result


def parse_breadcrumb(line: str) -> tuple[str, ...]:
    """Split ``Trang chủ » Tin tức » Giáo dục mầm non`` into section titles, from the top, without the home page."""
    for sign in _BREADCRUMB_SEPARATORS:
        if sign in line:
            titles = [clean_string(part) for part in line.split(sign)]
            break
    else:
        titles = [clean_string(line)]
    return tuple(title for title in titles if title and title.lower() not in _HOME_PAGE_TITLES)


def _extract_header(lines: list[str]) -> tuple[str, list[str]]:
    """Return the motto and the lines after the site header, which ends with the current date."""
    for n, line in enumerate(lines[:15]):
        if is_today_line(line):
            before = lines[:n]
            sentences = [text for text in before if line_patterns.is_sentence(text) and len(text) <= 400]
            return (clean_motto(sentences[-1]) if sentences else ""), lines[n + 1 :]
        if classify_date_line(line):
            # Without the current date, a sentence above the section line can only be the motto.
            if n >= 2 and line_patterns.is_sentence(lines[0]) and lines[0][-1] in "\"”'».…":
                return clean_motto(lines[0]), lines[1:]
            break
    return "", lines


def _extract_title(lines: list[str]) -> tuple[tuple[str, ...], str, str, list[str]]:
    """Return section path, title, date line (or an empty string) and the lines after them."""
    at = next((n for n, line in enumerate(lines[:12]) if classify_date_line(line)), None)
    if at is None:
        if not lines:
            raise UnreadableArticle("no title found")
        if (
            len(lines) > 2
            and _is_section(lines[0])
            and _is_title(lines[1])
            and not line_patterns.parse_numbered_item(lines[1])
        ):
            return parse_breadcrumb(lines[0]), lines[1], "", lines[2:]
        return (), lines[0], "", lines[1:]
    # A label with its date on the next line is not a section.
    before = [line for line in lines[:at] if not line_patterns.is_boilerplate(line) and not line.endswith(":")]
    after = lines[at + 1 :]
    # The title is below the date or above it. If above, the line before the date is too long for a section title.
    title_above = bool(before) and (not _is_section(before[-1]) or not after or not _is_title(after[0]))
    if title_above:
        title, before = before[-1], before[:-1]
    else:
        title = after[0] if after else ""
        after = after[1:]
    section = parse_breadcrumb(before[-1]) if before and _is_section(before[-1]) else ()
    return section, title, lines[at], after


def _is_section(line: str) -> bool:
    steps = parse_breadcrumb(line)
    return all(len(step) <= 60 and len(step.split()) <= 9 for step in steps) and line[-1] not in '.:;,?!"”'


def _is_title(line: str) -> bool:
    return len(line) <= MAX_TITLE and line[-1] not in ".;:,"


def _is_lead(line: str) -> bool:
    return not (
        line_patterns.parse_numbered_item(line)
        or line_patterns.parse_bulleted_item(line)
        or line_patterns.is_gallery_opening(line)
        or line_patterns.is_heading(line)
    )
