"""Reads an article from a web page as a browser saves it, whatever portal made the page."""

import re
from datetime import datetime
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from . import shapes
from .cleaning import clean_motto
from .dates import VIETNAM, date_kind, find_date, is_today_line, parse_iso
from .dom import parse, words
from .encodings import read_text
from .fitting import MAX_TITLE, fit
from .flow import FlowItem, Line, assemble, until_end
from .page_parts import find_region, find_section, find_title, meta, not_content, saved_from
from .pictures import PictureFolder
from .records import Origin, SavedArticle, UnreadableArticle
from .text import split_section
from .walk import Walker

MOTTO = frozenset("motto slogan danhngon chamngon".split())


def read_html_article(path: Path) -> SavedArticle:
    """The article in a saved page, its pictures looked up beside it. Raises ``UnreadableArticle``."""
    return parse_html(read_text(path), Origin(path), PictureFolder(path.parent))


def parse_html(text: str, origin: Origin, pictures: PictureFolder) -> SavedArticle:
    """The article in the page ``text``. Raises ``UnreadableArticle``."""
    page = parse(text)
    title_tag, title = find_title(page)
    region = find_region(page, title_tag)
    walker = Walker(pictures, title_tag, title, not_content(title_tag, region))
    walker.walk(page.body or page if title_tag else region, region)
    header = [item for item in walker.before if isinstance(item, Line)]
    content = until_end(walker.items)
    if title_tag is None:
        title, content = _title_in_text(title, content)
    if not title:
        raise UnreadableArticle("no title found on the page")
    dates, content = _take_dates(header, content)
    author, unit, content = _take_author(content)
    lead, content = _take_lead(content)
    body = assemble(content)
    published, updated = _moments(page, dates)
    return fit(
        SavedArticle(
            title=title,
            origin=origin,
            lead=lead,
            blocks=body.blocks,
            section=find_section(page, title) or _section_above(header),
            motto=_motto(page, header),
            author=body.author or author,
            unit=body.unit if body.author else unit,
            source_name=body.source_name,
            source_url=saved_from(text, page),
            published_at=published or updated,
            updated_at=updated or published,
            notes=tuple(pictures.notes),
        )
    )


def _title_in_text(head: str, content: list[FlowItem]) -> tuple[str, list[FlowItem]]:
    """The title of a page that marks none up: the first line that can be one, else what the head of the page says."""
    for item in content[:4]:
        if isinstance(item, Line) and len(item.text.split()) >= 4 and not date_kind(item.text):
            if len(item.text) <= MAX_TITLE and item.text[-1] not in ".:;,":
                return item.text, [other for other in content if other is not item]
            break
    return head, content


def _take_dates(header: list[Line], content: list[FlowItem]) -> tuple[dict[str, str], list[FlowItem]]:
    """The date lines just above and just below the title, by kind, and the content without them."""
    dates: dict[str, str] = {}
    kept = list(content)
    for item in content[:6]:
        if isinstance(item, Line) and (kind := date_kind(item.text)):
            dates.setdefault(kind, item.text)
            kept.remove(item)
    for line in reversed(header[-6:]):
        if kind := date_kind(line.text):
            dates.setdefault(kind, line.text)
    # Some portals date an article at its foot, or say there when it last changed.
    for item in content[6:][-4:]:
        if isinstance(item, Line) and (kind := date_kind(item.text)) and (kind == "updated" or not dates):
            dates.setdefault(kind, item.text)
            kept.remove(item)
    return dates, kept


def _take_author(content: list[FlowItem]) -> tuple[str, str, list[FlowItem]]:
    """A byline between title and text."""
    for item in content[:3]:
        if isinstance(item, Line) and len(item.text) <= 120:
            found = shapes.split_byline(item.text)
            if found or item.is_author:
                rest = [other for other in content if other is not item]
                author, unit = found or (item.text, "")
                return author, unit, rest
    return "", "", content


def _take_lead(content: list[FlowItem]) -> tuple[str, list[FlowItem]]:
    """What the page marks as lead, else the first paragraph, if a paragraph comes first."""
    marked = [item.text for item in content if isinstance(item, Line) and item.is_lead]
    if marked:
        return " ".join(marked), [item for item in content if not (isinstance(item, Line) and item.is_lead)]
    first = next((item for item in content if isinstance(item, Line)), None)
    if first is None or first.heading or shapes.opens_gallery(first.text):
        return "", content
    if first is not content[0] and first.is_caption:
        return "", content
    if shapes.numbered(first.markup) or shapes.bulleted(first.markup):
        return "", content
    return first.text, [item for item in content if item is not first]


def _moments(page: BeautifulSoup, dates: dict[str, str]) -> tuple[datetime | None, datetime | None]:
    published = find_date(dates["published"]) if "published" in dates else None
    updated = find_date(dates["updated"]) if "updated" in dates else None
    first, last = (meta(page, f"article:{word}_time") for word in ("published", "modified"))
    tag = page.find("time", attrs={"datetime": True})
    first = first or meta(page, "datePublished") or (str(tag["datetime"]) if isinstance(tag, Tag) else "")
    said = _iso(first)
    # What the page shows counts, but for the time of day where it shows only the day.
    if said and (published is None or published == _midnight(said)):
        published = said
    return published, updated or _iso(last or meta(page, "dateModified"))


def _iso(text: str) -> datetime | None:
    return parse_iso(text) if re.match(r"\d{4}-\d\d-\d\d", text) else None


def _midnight(moment: datetime) -> datetime:
    return moment.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)


def _section_above(header: list[Line]) -> tuple[str, ...]:
    """The section in the line just above title and date, if it is short enough for one."""
    for line in reversed(header[-3:]):
        text = line.text
        if date_kind(text) or shapes.is_furniture(text):
            continue
        short = len(text) <= 60 and len(text.split()) <= 8 and text[-1] not in ".:;,?!"
        return split_section(text) if short and not is_today_line(text) else ()
    return ()


def _motto(page: BeautifulSoup, header: list[Line]) -> str:
    """The sentence before today's date in the header of the portal."""
    for n, line in enumerate(header):
        if is_today_line(line.text):
            before = header[max(0, n - 2) : n]
            return next((clean_motto(o.text) for o in reversed(before) if shapes.is_sentence(o.text)), "")
    for tag in page.find_all(True):
        if words(tag) & MOTTO and shapes.is_sentence(text := clean_motto(tag.get_text(" "))) and len(text) <= 400:
            return text
    return ""
