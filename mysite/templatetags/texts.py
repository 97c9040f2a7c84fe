"""Template filters for texts of editors and for times."""

import datetime
import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

from mysite.text import summary

register = template.Library()

_SCHOOL_YEAR = re.compile(r"\b\d{4} ?[-–] ?\d{4}\b")


@register.filter
def keep_years_together(title: str) -> SafeString:
    """Let no line break within a school year such as “2026-2027”."""
    return SafeString(_SCHOOL_YEAR.sub(r'<span class="no-break">\g<0></span>', escape(title)))


@register.filter
def has_text(text: str) -> bool:
    """Return whether rich text has letters or digits."""
    return summary.has_text(text)


@register.filter(expects_localtime=True)
def iso_seconds(moment: datetime.datetime | None) -> str:
    """Return a time for the attribute ``datetime``, in whole seconds; ``date:"c"`` adds microseconds."""
    return moment.isoformat(timespec="seconds") if moment else ""
