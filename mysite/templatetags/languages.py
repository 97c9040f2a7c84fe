"""For what is written in another language than the page it stands on."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from mysite.library_words import LibraryWords, foreign_language
from mysite.models import TranslatedSnippet

register = template.Library()


@register.simple_tag
def in_language_of(item: Any, is_link: bool = True) -> SafeString:
    """The attributes ``lang`` and, for a link, ``hreflang``, if ``item`` is not in the language being read.

    Its locale has to be loaded.
    """
    code = item.text_language if isinstance(item, TranslatedSnippet) else item.locale.language_code
    if code == get_language():
        return SafeString()
    return format_html(' lang="{0}" hreflang="{0}"' if is_link else ' lang="{0}"', code)


@register.simple_tag
def lang_of_words(words: str, is_library: bool = False) -> SafeString:
    """The attribute ``lang`` for words that come from the library, if they are not in the language being read."""
    code = foreign_language(words) if is_library or isinstance(words, LibraryWords) else ""
    return format_html(' lang="{}"', code) if code else SafeString()


@register.simple_tag
def lang_of_alias(page: Any) -> SafeString:
    """The attribute ``lang`` if ``page`` shows the text of a page in another language."""
    source = getattr(page, "alias_of", None) if getattr(page, "alias_of_id", None) else None
    code = source.locale.language_code if source else get_language()
    return SafeString() if code == get_language() else format_html(' lang="{}"', code)
