"""Read an article from an HTML page saved by a browser, from any website."""

import re
from datetime import datetime
from pathlib import Path

from bs4 import BeautifulSoup

from mysite.local_time import local_midnight
from newsroom.importing.parsing import line_patterns
from newsroom.importing.parsing.bylines import Byline, parse_byline
from newsroom.importing.parsing.cleaning import clean_motto
from newsroom.importing.parsing.dates import (
    VIETNAM_TIME,
    classify_date_line,
    find_date,
    find_date_match,
    is_today_line,
    split_date_line,
)
from newsroom.importing.parsing.dom import get_name_words, parse_page
from newsroom.importing.parsing.flow import FlowItem, Line, add_photographer, assemble_body, cut_flow_at_end
from newsroom.importing.parsing.hidden import remove_hidden
from newsroom.importing.parsing.legacy_text import convert_page
from newsroom.importing.parsing.limits import MAX_TITLE, apply_limits
from newsroom.importing.parsing.metadata import (
    PageMetadata,
    find_source_url,
    read_metadata,
    remove_archive_toolbar,
    resolve_links,
)
from newsroom.importing.parsing.page_kinds import check_has_article, check_page_kind
from newsroom.importing.parsing.page_parts import (
    build_boilerplate_filter,
    find_region,
    find_section,
    find_title,
    is_address,
)
from newsroom.importing.parsing.walker import PageWalker
from newsroom.importing.records import NotAnArticle, Origin, SavedArticle, UnreadableArticle

from . import mhtml
from .encodings import check_size, decode, find_charset, read_content
from .image_files import ImageFolder
from .text import parse_breadcrumb

MOTTO_WORDS = frozenset("motto slogan danhngon chamngon".split())


def read_html_article(path: Path, root: Path | None = None) -> SavedArticle:
    """Read the article of a saved page, with images from its folder or below ``root``. Raises ``UnreadableArticle``."""
    data = read_content(path, mhtml.MAX_FILE_SIZE)
    if mhtml.is_mhtml(data):
        saved = mhtml.read_mhtml(data)
        images = ImageFolder(path.parent, root, saved.images, saved.url)
        return parse_html(saved.text, Origin(path), images, saved.url, saved.charset)
    check_size(data)
    return parse_html(decode(data), Origin(path), ImageFolder(path.parent, root))


def parse_html(text: str, origin: Origin, image_files: ImageFolder, url: str = "", charset: str = "") -> SavedArticle:
    """Parse the article in the HTML ``text``, saved from ``url`` if that is known. Raises ``UnreadableArticle``."""
    page, source_url, metadata, hidden, doubts = _prepare_page(text, url, charset)
    title_tag, title = find_title(page)
    region = find_region(page, title_tag)
    skip = build_boilerplate_filter(title_tag, region)
    doubts += check_page_kind(page, title_tag, skip, source_url)
    walker = PageWalker(image_files, title_tag, title, skip)
    walker.walk(page.body or page if title_tag else region, region)
    header = [item for item in walker.before if isinstance(item, Line)]
    content = cut_flow_at_end(walker.items)
    title, content = (title, content) if title_tag else _find_title_in_text(title, content)
    dates, content = _extract_dates(header, content)
    byline, content = _extract_byline(content)
    lead, content = _extract_lead(content)
    body = assemble_body(content)
    if not title or not (title_tag or body.blocks or dates or metadata.published_at):
        check_has_article(page, title)
    published, updated, problems = _find_dates(metadata, dates)
    hidden_note = [f"{hidden:,} characters of hidden text were left out"] if hidden else []
    return apply_limits(
        SavedArticle(
            title=title,
            origin=origin,
            lead=lead,
            blocks=add_photographer(body.blocks, body.photographer or byline.photographer),
            section=find_section(page, title) or _find_section_above(header),
            motto=_find_motto(page, header),
            author=body.author or byline.author or metadata.author,
            unit=body.unit if body.author else byline.unit,
            source_name=body.source_name or byline.source_name,
            source_url=source_url,
            published_at=published or updated,
            updated_at=updated or published,
            notes=(*problems, *image_files.notes, *hidden_note),
            doubts=doubts,
        )
    )


def _prepare_page(text: str, url: str, charset: str) -> tuple[BeautifulSoup, str, PageMetadata, int, tuple[str, ...]]:
    """Return the page without hidden text, its URL and metadata, the number of hidden characters, and doubts."""
    page = parse_page(text)
    if frames := [str(frame.get("src") or "") for frame in page.find_all("frame")]:
        raise NotAnArticle("frameset", f"; import its frames: {', '.join(filter(None, frames))[:300]}")
    doubts = convert_page(page, find_charset(text) or charset)
    source_url = find_source_url(page) or (url if re.match(r"https?://", url) else "")
    metadata = read_metadata(page)
    remove_archive_toolbar(page)
    resolve_links(page, source_url)
    hidden = remove_hidden(page)
    return page, source_url, metadata, hidden, doubts


def _find_title_in_text(head: str, content: list[FlowItem]) -> tuple[str, list[FlowItem]]:
    """Return the title of a page without title markup, and the remaining content.

    That is the first line that looks like a title, else ``head``, the text of the page's ``<title>``.
    """
    for item in content[:4]:
        if isinstance(item, Line) and len(item.text.split()) >= 4 and not classify_date_line(item.text):
            if len(item.text) <= MAX_TITLE and item.text[-1] not in ".:;,":
                return item.text, [other for other in content if other is not item]
            break
    return head, content


def _extract_dates(header: list[Line], content: list[FlowItem]) -> tuple[dict[str, str], list[FlowItem]]:
    """Return the date lines near the title by kind (published, updated), and the content without them."""
    dates: dict[str, str] = {}
    kept = list(content)
    for item in content[:6]:
        if isinstance(item, Line) and _add_dates(dates, item.text, below_title=True):
            kept.remove(item)
    for line in reversed(header[-6:]):
        _add_dates(dates, line.text)
    # Some websites put the date, or that of the last change, below the article.
    for item in content[6:][-4:]:
        if isinstance(item, Line) and (kind := classify_date_line(item.text)) and (kind == "updated" or not dates):
            dates.setdefault(kind, item.text)
            kept.remove(item)
    # A line with the name of the author beside the date is both.
    for item in kept[:4]:
        if isinstance(item, Line) and find_date_match(item.text) and parse_byline(item.text):
            dates.setdefault("published", item.text)
    return dates, kept


def _add_dates(dates: dict[str, str], line: str, *, below_title: bool = False) -> bool:
    """Add the dates of a date line to ``dates`` by kind; return whether it is one that says nothing else."""
    is_date = False
    for part in split_date_line(line):
        if kind := classify_date_line(part, below_title=below_title):
            dates.setdefault(kind, part)
            is_date = True
    return is_date and parse_byline(line) in (None, Byline())


def _extract_byline(content: list[FlowItem]) -> tuple[Byline, list[FlowItem]]:
    """Return the byline between title and text, if there is one, and the remaining content."""
    for item in content[:3]:
        if isinstance(item, Line) and len(item.text) <= 120:
            byline = parse_byline(item.text)
            if byline or item.is_author:
                return byline or Byline(item.text), [other for other in content if other is not item]
    return Byline(), content


def _extract_lead(content: list[FlowItem]) -> tuple[str, list[FlowItem]]:
    """Return the lead as marked on the page, else the first paragraph if the content starts with one."""
    marked = [item.text for item in content if isinstance(item, Line) and item.is_lead]
    if marked:
        return " ".join(marked), [item for item in content if not (isinstance(item, Line) and item.is_lead)]
    first = next((item for item in content if isinstance(item, Line)), None)
    if first is None or first.heading or line_patterns.is_gallery_opening(first.text):
        return "", content
    if first is not content[0] and first.is_caption:
        return "", content
    if line_patterns.parse_numbered_item(first.markup) or line_patterns.parse_bulleted_item(first.markup):
        return "", content
    return first.text, [item for item in content if item is not first]


def _find_dates(metadata: PageMetadata, lines: dict[str, str]) -> tuple[datetime | None, datetime | None, list[str]]:
    """Return the dates of publication and of the last change, and what is wrong with those shown on the page."""
    problems: list[str] = []
    shown: dict[str, datetime | None] = {}
    for kind, line in lines.items():
        try:
            shown[kind] = find_date(line)
        except UnreadableArticle as error:
            problems.append(str(error))
    published = shown.get("published")
    # The date shown on the page has priority over metadata, which only adds the time where the page shows just a day.
    if (date := metadata.published_at) and (
        published is None or published == local_midnight(date.astimezone(VIETNAM_TIME).date())
    ):
        published = date
    return published, shown.get("updated") or metadata.updated_at, problems


def _find_section_above(header: list[Line]) -> tuple[str, ...]:
    """Return the section path in the line above title and date, if that line is short enough."""
    for line in reversed(header[-3:]):
        text = line.text
        if classify_date_line(text) or line_patterns.is_boilerplate(text):
            continue
        short = len(text) <= 60 and len(text.split()) <= 8 and text[-1] not in ".:;,?!"
        return parse_breadcrumb(text) if short and not is_today_line(text) and not is_address(text) else ()
    return ()


def _find_motto(page: BeautifulSoup, header: list[Line]) -> str:
    """Return the motto: the sentence before the current date in the site header, or a tag with a motto's class name."""
    for n, line in enumerate(header):
        if is_today_line(line.text):
            before = header[max(0, n - 2) : n]
            return next((clean_motto(o.text) for o in reversed(before) if line_patterns.is_sentence(o.text)), "")
    for tag in page.find_all(True):
        if (
            get_name_words(tag) & MOTTO_WORDS
            and line_patterns.is_sentence(text := clean_motto(tag.get_text(" ")))
            and len(text) <= 400
        ):
            return text
    return ""
