"""Summaries of pages for search engines and link previews."""

from typing import Any

from django.db.models import Model
from wagtail.fields import RichTextField
from wagtail.rich_text import get_text_for_indexing

from .vietnamese import strip_control_characters

#: About as much as search engines show.
SUMMARY_LENGTH = 160


def shorten(text: str, length: int = SUMMARY_LENGTH) -> str:
    """Return ``text`` on one line, truncated between words to about ``length`` characters.

    The editor's suggestion in ``suggest-description.js`` follows the same rule.
    """
    line = " ".join(strip_control_characters(text).split())
    if len(line) <= length:
        return line
    head, _, tail = line[:length].rpartition(" ")
    return (head or tail[: length - 1]).rstrip(" ,;:.–-") + "…"


def summarize(page: Any) -> str:
    """Return the search description, else the lead or introduction, else the beginning of the body."""
    if page.search_description:
        return shorten(page.search_description, 300)  # written by an editor, so it may be longer
    for name in ("lead", "introduction"):
        text = plain_text(type(page), name, getattr(page, name, ""))
        if text:
            return shorten(text)
    return shorten(_first_paragraph(getattr(page, "body", None) or ()))


def plain_text(model: type[Model], name: str, text: str) -> str:
    """Return the value of the model field ``name`` without markup; in a plain text field ``<`` and ``&`` are kept."""
    if text and isinstance(model._meta.get_field(name), RichTextField):
        return get_text_for_indexing(text).strip()
    return text.strip()


def has_text(text: str) -> bool:
    """Return whether rich text has letters or digits: a cleared editor leaves a blank paragraph or no-break space."""
    return any(char.isalnum() for char in get_text_for_indexing(text or ""))


def _first_paragraph(body: Any) -> str:
    for block in body:
        if block.block_type == "paragraph":
            words = get_text_for_indexing(block.value.source).strip()
            if words:
                return words
    return ""
