"""Read what a page says about itself for machines: metadata, schema.org data and the notes of programs that save pages.

Everything here is optional: what cannot be read is ignored, because the page itself shows the same to visitors.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urljoin

from bs4 import BeautifulSoup, Comment, Tag

from newsroom.importing.records import UnreadableArticle

from .cleaning import clean_string
from .dates import parse_iso
from .line_patterns import is_person_name

_ARTICLE_TYPES = ("Article", "BlogPosting", "Report")
_SAVED_BY = (
    re.compile(r"\s*saved from url=\(\d+\)\s*(https?://\S+)"),  # browsers
    re.compile(r"\s*Page saved with SingleFile\s+url:\s*(https?://\S+)"),
    re.compile(r"\s*Mirrored from (\S+) by HTTrack"),
)
_ARCHIVE = re.compile(r"(?:https?:)?(?://web\.archive\.org)?/web/\d{4,14}[a-z_*]*/((?:https?:/{1,2})?\S+)", re.I)


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """The valid dates and the author that a page states for machines."""

    published_at: datetime | None = None
    updated_at: datetime | None = None
    author: str = ""


def get_meta(page: BeautifulSoup, *names: str) -> str:
    """Return the content of the first non-empty ``<meta>`` with one of these names or properties."""
    for name in names:
        for key in ("property", "name", "itemprop"):
            tag = page.find("meta", attrs={key: name})
            if isinstance(tag, Tag) and (content := clean_string(str(tag.get("content") or ""))):
                return content
    return ""


def read_metadata(page: BeautifulSoup) -> PageMetadata:
    """Return what the page says for machines; to be called before hidden elements are removed."""
    items = list(_iter_json_items(page))
    published = [get_meta(page, "article:published_time"), *_get_properties(page, items, "datePublished")]
    updated = [get_meta(page, "article:modified_time"), *_get_properties(page, items, "dateModified")]
    published += [
        str(tag["datetime"])
        for tag in page.find_all("time", attrs={"datetime": True})
        if not tag.find_parent(("a", "aside", "nav", "footer"))
    ][:1]
    authors = (author.get("name") for item in items if isinstance(author := item.get("author"), dict))
    author = next((clean_string(str(name)) for name in authors if name and is_person_name(str(name))), "")
    return PageMetadata(_find_first_date(published), _find_first_date(updated), author)


def _iter_json_items(page: BeautifulSoup) -> Iterator[dict[str, Any]]:
    """Yield the articles of the page's JSON-LD."""
    for item in _iter_json(page):
        if str(item.get("@type") or "").endswith(_ARTICLE_TYPES):
            yield item


def iter_json_types(page: BeautifulSoup) -> Iterator[str]:
    """Yield the schema.org types in the page's JSON-LD."""
    for item in _iter_json(page):
        types = item.get("@type")
        yield from (name for name in (types if isinstance(types, list) else [types]) if isinstance(name, str))


def _iter_json(page: BeautifulSoup) -> Iterator[dict[str, Any]]:
    for script in page.find_all("script", type="application/ld+json"):
        with suppress(ValueError, RecursionError):
            data = json.loads(script.get_text())
            graph = data.get("@graph", [data]) if isinstance(data, dict) else data
            for item in graph if isinstance(graph, list) else []:
                if isinstance(item, dict):
                    yield item


def _get_properties(page: BeautifulSoup, items: list[dict[str, Any]], name: str) -> Iterator[str]:
    for tag in page.find_all(True, attrs={"itemprop": name}):
        yield str(tag.get("content") or tag.get("datetime") or tag.get_text())
    yield from (str(item[name]) for item in items if item.get(name))


def _find_first_date(texts: list[str]) -> datetime | None:
    for text in texts:
        if re.match(r"\s*\d{4}-\d\d-\d\d", text):
            with suppress(UnreadableArticle):
                return parse_iso(text)
    return None


def find_source_url(page: BeautifulSoup) -> str:
    """Return the URL that the page was saved from, as noted by the program that saved it or by the page itself."""
    for comment in page.find_all(string=lambda node: isinstance(node, Comment), limit=50):
        for pattern in _SAVED_BY:
            if match := pattern.match(comment):
                url = match.group(1)
                return strip_archive(url if "://" in url else f"http://{url}")
    link = page.find("link", rel="canonical")
    for url in (str(link.get("href") or "").strip() if isinstance(link, Tag) else "", get_meta(page, "og:url")):
        if re.match(r"https?://[^\s]+$", url := strip_archive(url)):
            return url
    if label := page.find(string=re.compile(r"URL của bản tin", re.I)):  # NukeViet's print view
        link = label.find_next("a", href=re.compile("^https?://"))
        return str(link["href"]).strip() if isinstance(link, Tag) else ""
    return ""


def strip_archive(url: str) -> str:
    """Return the original of a URL of the Internet Archive; other URLs are returned unchanged."""
    match = _ARCHIVE.match(url)
    if match is None:
        return url
    original = re.sub(r"^(https?:)/(?!/)", r"\1//", match.group(1))
    return original if "://" in original else f"http://{original}"


def resolve_links(page: BeautifulSoup, source_url: str) -> None:
    """Make relative links of ``page`` absolute, and lead those through an archive to the original."""
    for link in page.find_all("a", href=True):
        href = strip_archive(str(link["href"]).strip())
        if source_url and not re.match(r"[a-z][a-z0-9+.-]*:|#", href, re.I):
            with suppress(ValueError):
                href = urljoin(source_url, unquote(href) if "%3F" in href else href)
        link["href"] = href


def remove_archive_toolbar(page: BeautifulSoup) -> None:
    """Remove the toolbar of the Internet Archive, which stands between two comments or in elements of its own."""
    for tag in page.find_all(id=re.compile(r"^(?:wm-ipp|donato|playback)")):
        tag.decompose()
    for start in page.find_all(string=lambda node: isinstance(node, Comment) and "BEGIN WAYBACK" in node):
        for node in list(start.next_siblings):
            if isinstance(node, Comment) and "END WAYBACK" in node:
                break
            node.extract()
