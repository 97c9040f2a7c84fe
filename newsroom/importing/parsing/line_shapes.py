"""The lines of a page with their links: what tells a list of articles from an article."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from bs4 import NavigableString, Tag

from . import line_patterns
from .cleaning import clean_string
from .dates import classify_date_line, is_today_line, remove_dates
from .dom import BLOCK_TAGS, IGNORED_TAGS
from .page_parts import SkipFilter

#: An image is content as well; it counts as so many characters.
IMAGE_LENGTH = 40
MIN_TITLE = 20

_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|jpe?g|png|gif|webp|mp[34])(?:$|[?#])"
    r"|download|getfile|tai-?ve|attach|dinh-?kem",
    re.I,
)
_READ_MORE = re.compile(r"[\W\d]*(?:(?:xem|đọc) (?:tiếp|thêm|chi tiết)|chi tiết|continue reading|read more)\b.*", re.I)


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page. ``length`` is that of its text outside of links to other pages."""

    length: int
    #: Whether it starts with the title of an article that is a link, and consists of nothing else or a teaser.
    is_link: bool = False
    is_date: bool = False
    is_end: bool = False
    #: The URL of a link “Xem tiếp”.
    read_more: str = ""


#: A piece of text with the link that it is in.
_Piece = tuple[str, Tag | None]


def read_lines(root: Tag, title: Tag | None, skip: SkipFilter, source_url: str) -> list[PageLine]:
    """Return the lines of ``root`` below the title, or all without a title."""
    lines: list[PageLine] = []
    pieces: list[_Piece] = []
    for piece in _iter_pieces(root, title, skip, None):
        if piece is _TITLE:
            lines.clear()
            pieces.clear()
        elif piece is _BREAK:
            if line := _build_line(pieces, source_url):
                lines.append(line)
            pieces.clear()
        else:
            pieces.append(piece)
    return lines


_BREAK: _Piece = ("\n", None)
_TITLE: _Piece = ("\t", None)


def _iter_pieces(tag: Tag, title: Tag | None, skip: SkipFilter, link: Tag | None) -> Iterator[_Piece]:
    is_block = tag.name in BLOCK_TAGS
    if is_block:
        yield _BREAK
    for child in tag.children:
        if isinstance(child, Tag):
            if child is title:
                yield _TITLE
            elif child.name == "br":
                yield _BREAK
            elif child.name == "img":
                yield ("\x00", link)
            elif child.name not in IGNORED_TAGS and not skip(child):
                yield from _iter_pieces(child, title, skip, child if child.name == "a" and child.get("href") else link)
        elif type(child) is NavigableString:
            yield (str(child), link)
    if is_block:
        yield _BREAK


def _build_line(pieces: list[_Piece], source_url: str) -> PageLine | None:
    images = sum(1 for text, link in pieces if text == "\x00" and not (link and is_page_link(link, source_url)))
    pieces = [(text, link) for text, link in pieces if text.strip(" \t\r\n\x00\xa0")]
    text = clean_string("".join(text for text, _ in pieces))
    if not text:
        return PageLine(images * IMAGE_LENGTH) if images else None
    if line_patterns.split_at_end(text)[1]:
        return PageLine(0, is_end=True)
    if line_patterns.is_boilerplate(text) or is_today_line(text):
        return None
    if classify_date_line(text, below_title=True):
        return PageLine(0, is_date=True)
    first = pieces[0][1]
    linked = clean_string("".join(text for text, link in pieces if link and is_page_link(link, source_url)))
    length = len(text) - len(linked) + images * IMAGE_LENGTH
    for words, link in pieces:
        if link and _READ_MORE.fullmatch(clean_string(words)):
            return PageLine(length, read_more=str(link["href"]))
    start = clean_string("".join(text for text, link in pieces if link is first)) if first else ""
    start = remove_dates(start)
    is_title = first is not None and len(start) >= MIN_TITLE and len(start.split()) > 3
    return PageLine(length, is_link=is_title and is_page_link(first, source_url))


def is_page_link(link: Tag | None, source_url: str) -> bool:
    """Return whether ``link`` leads to another page of the same site, not to a file or a place on the page."""
    href = str(link.get("href") or "").strip() if link else ""
    if not href or href.startswith("#") or href == source_url or _FILE.search(href):
        return False
    scheme = re.match(r"[a-z][a-z0-9+.-]*(?=:)", href, re.I)
    if scheme and scheme.group().lower() not in ("http", "https", "file"):
        return False
    host = _get_host(href)
    return not host or not source_url or host == _get_host(source_url)


def _get_host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
