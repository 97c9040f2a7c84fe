"""Get or create the authors and the unit of a byline."""

import datetime

from django.db.models import Q
from wagtail.models import Locale

from newsroom.models import Author, Unit


class PeopleCache:
    """The authors and units of one batch by name and language; after it an editor may rename them."""

    def __init__(self) -> None:
        self._units: dict[tuple[str, int], list[Unit]] = {}
        self._authors: dict[tuple[str, int], list[Author]] = {}

    def clear(self) -> None:
        self._units.clear()
        self._authors.clear()

    def get_or_create_unit(self, label: str, locale: Locale, day: datetime.date | None) -> Unit:
        """Return the unit with this name or short name; of several, the one that existed on ``day``."""
        key = (label, locale.pk)
        if key not in self._units:
            named = Unit.objects.filter(Q(short_name=label) | Q(name=label), locale=locale)
            self._units[key] = list(named.order_by("pk")) or [_create_unit(label, locale)]
        units = self._units[key]
        return next((unit for unit in units if day and _existed_on(unit, day)), units[0])

    def get_or_create_author(self, name: str, unit: Unit | None, locale: Locale) -> Author:
        """Return the author with this name; of several, the one in ``unit``.

        An author who has moved to another unit stays the same author: each byline has its own unit.
        """
        key = (name, locale.pk)
        if key not in self._authors:
            named = list(Author.objects.filter(name=name, locale=locale).order_by("pk"))
            self._authors[key] = named or [Author.objects.create(name=name, unit=unit, locale=locale)]
        authors = self._authors[key]
        return next((author for author in authors if unit and author.unit_id == unit.pk), authors[0])


def _create_unit(label: str, locale: Locale) -> Unit:
    unit = Unit(name=label, locale=locale)
    # Kept as short name too, so that the label still matches after an editor has completed the name.
    if " " not in label and len(label) <= 60:
        unit.short_name = label
    unit.save()
    return unit


def _existed_on(unit: Unit, day: datetime.date) -> bool:
    return (unit.founded_on is None or unit.founded_on <= day) and (
        unit.dissolved_on is None or day < unit.dissolved_on
    )
