"""Template filter that turns telephone numbers into links."""

import re

from django import template
from django.utils.html import conditional_escape, format_html, mark_safe
from django.utils.safestring import SafeString

register = template.Library()

#: Seven to fifteen digits with separators; “0200 000 0000 - 0200 000 0001” are two numbers.
_NUMBER = re.compile(r"(\(?\+?\d(?:[ .\-()]{0,2}\d){6,14})", re.ASCII)


@register.filter
def phone_links(text: str) -> SafeString:
    """Return ``text`` with a ``tel:`` link on every telephone number."""
    parts = _NUMBER.split(text or "")
    return mark_safe(  # noqa: S308  every part is escaped
        "".join(
            _link(part) if number else conditional_escape(part)
            for number, part in ((position % 2, part) for position, part in enumerate(parts))
        )
    )


def _link(number: str) -> SafeString:
    dialled = "".join(char for char in number if char in "+0123456789")
    return format_html('<a class="phone" href="tel:{}">{}</a>', dialled, number)
