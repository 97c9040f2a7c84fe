"""Parsing of tags that editors type."""

from taggit.utils import _parse_tags

from .cleaning import clean_text


def parse_tags(text: str) -> list[str]:
    """Return the tags in the text of a field, normalized, so that no two tags look alike."""
    return _parse_tags(clean_text(text))
