"""Template filters for texts of editors and for times."""

import datetime

from django import template

from mysite.text import summary

register = template.Library()


@register.filter
def has_text(text: str) -> bool:
    """Return whether rich text has letters or digits."""
    return summary.has_text(text)


@register.filter(expects_localtime=True)
def iso_seconds(moment: datetime.datetime | None) -> str:
    """Return a time for the attribute ``datetime``, in whole seconds; ``date:"c"`` adds microseconds."""
    return moment.isoformat(timespec="seconds") if moment else ""
