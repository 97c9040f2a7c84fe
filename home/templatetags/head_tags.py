from typing import Any

from django import template

from home.head import HeadMetadata, build_head

register = template.Library()


@register.simple_tag(takes_context=True)
def head(context: dict[str, Any], title: str, description: str) -> HeadMetadata | None:
    """Return the metadata for ``components/head.html``: ``{% head title description as head %}``."""
    return build_head(context, context["layout"], title, description)
