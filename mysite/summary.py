"""A sentence or two on what a page is about: for search engines, and where a link to it is shared."""

from html import unescape
from typing import Any

from django.utils.html import strip_tags

from mysite.vietnamese import printable

#: Search engines show about as much.
SUMMARY_LENGTH = 160


def shorten(text: str, length: int = SUMMARY_LENGTH) -> str:
    """``text`` on one line, cut at a word so that it has at most ``length`` characters.

    The editor's suggestion in ``suggest-description.js`` is cut by the same rule.
    """
    line = " ".join(printable(text).split())
    if len(line) <= length:
        return line
    head, _, tail = line[:length].rpartition(" ")
    return (head or tail[: length - 1]).rstrip(" ,;:.–-") + "…"


def summary_of(page: Any) -> str:
    """What the editor wrote for it, else the lead or introduction, else the first words of the text."""
    if page.search_description:
        return shorten(page.search_description, 300)  # their own words, however many
    for name in ("lead", "introduction"):
        text = plain(getattr(page, name, ""))
        if text:
            return shorten(text)
    return shorten(_first_words(getattr(page, "body", None) or ()))


def plain(text: str) -> str:
    """The words of rich or plain text."""
    return strip_tags(text.replace("<", " <")).strip() if "<" in text else text.strip()


def has_words(text: str) -> bool:
    """Whether rich text says anything: an editor emptied by hand keeps a blank paragraph, or a hard space."""
    return any(char.isalnum() for char in unescape(plain(text or "")))


def _first_words(body: Any) -> str:
    for block in body:
        if block.block_type == "paragraph":
            words = plain(block.value.source)
            if words:
                return words
    return ""
