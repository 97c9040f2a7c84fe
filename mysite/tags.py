"""Tags as editors type them."""

from taggit.utils import _parse_tags

from mysite.cleaning import clean_text


def tags_in(text: str) -> list[str]:
    """The tags in a field's text. Clean before they are looked up, or one tag would be two that look alike."""
    return _parse_tags(clean_text(text))
