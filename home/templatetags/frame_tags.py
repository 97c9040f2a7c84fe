from typing import Any

from django import template
from wagtail.models import Page

from home.frame import Frame, build

register = template.Library()


@register.simple_tag(takes_context=True)
def frame(context: dict[str, Any]) -> Frame:
    """``{% frame as frame %}``: what ``base.html`` shows around the ``page`` of the context, if there is one."""
    page = context.get("page")
    return build(context.get("request"), page if isinstance(page, Page) else None)
