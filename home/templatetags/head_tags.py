from typing import Any

from django import template

from home.head import Head, build

register = template.Library()


@register.simple_tag(takes_context=True)
def head(context: dict[str, Any], title: str, description: str) -> Head | None:
    """``{% head title description as head %}``: what ``components/head.html`` says to machines."""
    return build(context, context["frame"], title, description)
