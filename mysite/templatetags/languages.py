"""Template tags for ``lang`` attributes of content in another language than the page."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from mysite.i18n.fallback_text import LocalizedText, detect_language
from mysite.models import TranslatedSnippet

register = template.Library()


@register.simple_tag
def in_language_of(item: Any, is_link: bool = True) -> SafeString:
    """Render ``lang`` and, for a link, ``hreflang``, if ``item`` is not in the active language.

    The locale of ``item`` must be loaded.
    """
    code = item.text_language if isinstance(item, TranslatedSnippet) else item.locale.language_code
    if code == get_language():
        return SafeString()
    return format_html(' lang="{0}" hreflang="{0}"' if is_link else ' lang="{0}"', code)


@register.simple_tag
def lang_of_text(words: str, is_library: bool = False) -> SafeString:
    """Render ``lang`` for a text of the image or document library, if it is not in the active language."""
    code = detect_language(words) if is_library or isinstance(words, LocalizedText) else ""
    return format_html(' lang="{}"', code) if code else SafeString()


@register.simple_tag
def lang_of_alias(page: Any) -> SafeString:
    """Render ``lang`` if ``page`` is an alias of a page in another language."""
    source = getattr(page, "alias_of", None) if getattr(page, "alias_of_id", None) else None
    code = source.locale.language_code if source else get_language()
    return SafeString() if code == get_language() else format_html(' lang="{}"', code)
