"""Filters on what editors wrote."""

from django import template

from mysite import summary

register = template.Library()


@register.filter
def has_words(text: str) -> bool:
    """Whether rich text says anything."""
    return summary.has_words(text)
