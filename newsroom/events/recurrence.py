"""Recurrence rules of events and their expansion to dates; the time of day is the same for all occurrences.

The rules follow RFC 5545, so that calendars that import our files compute the same dates: a month without a 31st is
skipped, and the first day is the first of ``count`` occurrences.
"""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

from dateutil import rrule
from django.db import models
from django.utils.translation import gettext_lazy as _

#: The maximum number of occurrences of an event; daily for two years makes 731.
MAX_OCCURRENCES = 750

#: The days of the week as RFC 5545 writes them, Monday first.
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Repeat(models.TextChoices):
    NEVER = "", _("does not repeat")
    DAILY = "daily", _("every day")
    WEEKLY = "weekly", _("every week")
    MONTHLY_BY_DATE = "monthly_date", _("every month, on the same date")
    MONTHLY_LAST_DAY = "monthly_last_day", _("every month, on the last day")
    MONTHLY_BY_WEEKDAY = "monthly_weekday", _("every month, on the same weekday (for example, the second Tuesday)")
    MONTHLY_LAST_WEEKDAY = (
        "monthly_last_weekday",
        _("every month, on the last such weekday (for example, the last Friday)"),
    )


@dataclass(frozen=True)
class Recurrence:
    """A recurrence rule. It ends with ``until`` (inclusive) or after ``count``; without both it does not recur."""

    first: datetime.date
    repeat: Repeat
    every: int = 1
    #: For WEEKLY: weekdays as in ``WEEKDAYS``; empty means that of ``first``.
    weekdays: tuple[str, ...] = ()
    until: datetime.date | None = None
    count: int | None = None
    exceptions: frozenset[datetime.date] = frozenset()

    @property
    def is_recurring(self) -> bool:
        return bool(self.repeat) and (self.until is not None or self.count is not None)

    def rrule_parts(self) -> dict[str, str | int | list[str]]:
        """Return the parts of the ``RRULE`` without ``UNTIL`` and ``COUNT``; empty if the event does not recur."""
        if not self.is_recurring:
            return {}
        return {**self._frequency_parts(), "INTERVAL": self.every}

    def _frequency_parts(self) -> dict[str, str | int | list[str]]:
        weekday = WEEKDAYS[self.first.weekday()]
        match self.repeat:
            case Repeat.DAILY:
                return {"FREQ": "DAILY"}
            case Repeat.WEEKLY:
                return {"FREQ": "WEEKLY", "BYDAY": list(self.weekdays) or [weekday]}
            case Repeat.MONTHLY_BY_DATE:
                return {"FREQ": "MONTHLY", "BYMONTHDAY": self.first.day}
            case Repeat.MONTHLY_LAST_DAY:
                return {"FREQ": "MONTHLY", "BYMONTHDAY": -1}
            case Repeat.MONTHLY_BY_WEEKDAY:
                return {"FREQ": "MONTHLY", "BYDAY": f"{(self.first.day + 6) // 7}{weekday}"}
            case _:
                return {"FREQ": "MONTHLY", "BYDAY": f"-1{weekday}"}

    def expand_rule(self, limit: int = MAX_OCCURRENCES) -> list[datetime.date]:
        """Return the first ``limit`` dates of the rule, including exceptions."""
        if not self.is_recurring:
            return [self.first]
        text = ";".join(
            f"{name}={','.join(value) if isinstance(value, list) else value}"
            for name, value in self.rrule_parts().items()
        )
        end = {"until": _midnight(self.until)} if self.until else {"count": self.count}
        rule = rrule.rrulestr(text, dtstart=_midnight(self.first)).replace(**end)
        return [moment.date() for moment in islice(rule, limit)]

    def expand(self) -> list[datetime.date]:
        """Return the dates on which an occurrence begins, without exceptions."""
        if not self.is_recurring:  # ignores exceptions left over from an earlier rule
            return [self.first]
        return [day for day in self.expand_rule() if day not in self.exceptions]


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time.min)


def parse_weekdays(text: str) -> tuple[str, ...]:
    """Parse ``"MO,WE"`` to ``("MO", "WE")``, in the order of the week; invalid values are ignored."""
    chosen: Collection[str] = text.split(",")
    return tuple(day for day in WEEKDAYS if day in chosen)
