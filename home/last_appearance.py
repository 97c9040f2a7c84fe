"""The office's appearance on the last page that this process rendered.

For error pages that are rendered without a request or while the database is down.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from home.models import HomePage


@dataclass
class Appearance:
    """What a page shows of the office on one day."""

    colours_url: str = ""
    mourning_day: date | None = None

    @property
    def is_mourning(self) -> bool:
        return self.mourning_day == timezone.localdate(timezone=timezone.get_default_timezone())


_last = Appearance()


def keep(home: HomePage, today: date) -> None:
    """Keep the appearance of a page with ``home`` in its layout."""
    _last.colours_url, _last.mourning_day = home.colours_url, today if home.is_mourning else None


def get() -> Appearance:
    return _last
