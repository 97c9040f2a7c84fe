"""Tags for the head of a page."""

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

#: What could end a script, begin a comment in it, or be read as a line end by an old parser.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


@register.simple_block_tag
def capture(content: str) -> SafeString:
    """``{% capture as title %}{% block title %}…{% endcapture %}``: what a block says, to be said in several places."""
    return mark_safe(content.strip())  # noqa: S308 (the template has escaped it)


@register.simple_tag
def json_ld(nodes: list[dict[str, Any]]) -> SafeString:
    """A script with ``nodes`` as JSON-LD, in which no text can close the script."""
    if not nodes:
        return SafeString()
    data = {"@context": "https://schema.org", "@graph": nodes}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 (escaped right above)
