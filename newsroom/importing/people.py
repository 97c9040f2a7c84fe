"""Finds the author and the unit of a byline, and makes those that are not there yet."""

import datetime

from django.db.models import Q
from wagtail.models import Locale

from newsroom.models import Author, Unit


def get_or_make_unit(label: str, locale: Locale, on: datetime.date | None) -> Unit:
    """The unit that ``label`` names, in full or in short; of several, the one that existed at the time."""
    units = list(Unit.objects.filter(Q(short_name=label) | Q(name=label), locale=locale).order_by("pk"))
    if units:
        return next((unit for unit in units if on and _existed(unit, on)), units[0])
    unit = Unit(name=label, locale=locale)
    # An abbreviation goes on finding its unit after an editor has written the name in full.
    if " " not in label and len(label) <= 60:
        unit.short_name = label
    unit.save()
    return unit


def get_or_make_author(name: str, unit: Unit | None, locale: Locale) -> Author:
    """The author called ``name``; of several, the one of that unit. Who moved on keeps one name and many bylines."""
    authors = list(Author.objects.filter(name=name, locale=locale).order_by("pk"))
    if authors:
        return next((author for author in authors if unit and author.unit_id == unit.pk), authors[0])
    author = Author(name=name, unit=unit, locale=locale)
    author.save()
    return author


def _existed(unit: Unit, on: datetime.date) -> bool:
    return (unit.founded_on is None or unit.founded_on <= on) and (unit.dissolved_on is None or on < unit.dissolved_on)
