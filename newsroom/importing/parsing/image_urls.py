"""Find the URLs of an image: scripts load many only when they are scrolled into view, and show a placeholder before."""

import re
from collections.abc import Iterator

from bs4 import Tag

_LAZY = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazy",
    "data-echo",
    "data-orig-file",
    "data-image",
    "data-url",
)
_LAZY_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_PLACEHOLDER = re.compile(
    r"(?:^|/)[^/]*(?:loading|loader|lazy|placeholder|blank|spacer|transparent|1x1|pixel|no-?image)[^/]*\.(?:svg|gif|png)",
    re.I,
)


def find_image_urls(tag: Tag) -> list[str]:
    """Return the URLs of an ``<img>``, the one of the full image first; none if it is only a placeholder."""
    urls = [url.strip() for url in _iter_urls(tag) if url.strip()]
    return list(dict.fromkeys(url for url in urls if not _is_placeholder(url)))


def _iter_urls(tag: Tag) -> Iterator[str]:
    for name in _LAZY:
        yield str(tag.get(name) or "")
    for name in _LAZY_SETS:
        yield from _read_set(str(tag.get(name) or ""))
    if picture := tag.find_parent("picture"):
        for source in picture.find_all("source"):
            for name in _LAZY_SETS:
                yield from _read_set(str(source.get(name) or ""))
    yield str(tag.get("src") or "")
    following = tag.find_next_sibling()
    if isinstance(following, Tag) and following.name == "noscript":
        for image in following.find_all("img"):
            yield str(image.get("src") or "")


def _read_set(value: str) -> list[str]:
    """Return the URLs of a ``srcset``, the widest image first."""
    if value.startswith("data:"):
        return []
    entries = [entry.split() for entry in re.split(r",\s+", value) if entry.strip(" ,")]
    widths = [(float(number[1]) if (number := re.match(r"([\d.]+)", entry[-1])) else 0, entry[0]) for entry in entries]
    return [url.rstrip(",") for _, url in sorted(widths, key=lambda pair: -pair[0])]


def _is_placeholder(url: str) -> bool:
    if url.startswith("data:"):
        return (len(url) < 100 and "gif" in url[:20]) or "svg" in url[:20]
    return url.startswith(("about:", "javascript:", "blob:")) or _PLACEHOLDER.search(url) is not None
