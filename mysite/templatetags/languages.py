"""For links to what is written in another language than the page they stand on."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def in_language_of(item: Any, is_link: bool = True) -> SafeString:
    """The attributes ``lang`` and, for a link, ``hreflang``, if ``item`` is not in the language being read.

    Its locale has to be loaded.
    """
    code = item.locale.language_code
    if code == get_language():
        return SafeString()
    return format_html(' lang="{0}" hreflang="{0}"' if is_link else ' lang="{0}"', code)
