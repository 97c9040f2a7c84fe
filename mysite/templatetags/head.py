"""Template tags for the HTML head."""

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

#: Characters that could end a script, begin a comment in it, or be a line end to an old parser.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


@register.simple_block_tag
def capture(content: str) -> SafeString:
    """Capture output for use in several places: ``{% capture as title %}{% block title %}…{% endcapture %}``."""
    return mark_safe(content.strip())  # noqa: S308 (the template has escaped it)


@register.simple_tag
def json_ld(nodes: list[dict[str, Any]]) -> SafeString:
    """Render ``nodes`` as a JSON-LD script, escaped so that no text can close it."""
    if not nodes:
        return SafeString()
    data = {"@context": "https://schema.org", "@graph": nodes}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 (escaped right above)
