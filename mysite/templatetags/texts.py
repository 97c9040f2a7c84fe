"""Template filters for texts of editors."""

from django import template

from mysite.text import summary

register = template.Library()


@register.filter
def has_text(text: str) -> bool:
    """Return whether rich text has letters or digits."""
    return summary.has_text(text)
