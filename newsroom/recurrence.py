"""On which days a repeating event takes place. Dates only: a time of day is the same on every one of them.

The rule is that of RFC 5545, so that calendars which read our files come to the same days: a month without the 31st is
left out, and the first day counts as the first of ``count`` times.
"""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

from dateutil import rrule
from django.db import models
from django.utils.translation import gettext_lazy as _

#: No event has more days than these; daily for two years has 731.
MAX_TIMES = 750

#: The days of the week as RFC 5545 writes them, Monday first.
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Repeat(models.TextChoices):
    NEVER = "", _("does not repeat")
    DAILY = "daily", _("every day")
    WEEKLY = "weekly", _("every week")
    MONTHLY_BY_DATE = "monthly_date", _("every month, on the same date")
    MONTHLY_LAST_DAY = "monthly_last_day", _("every month, on its last day")
    MONTHLY_BY_WEEKDAY = "monthly_weekday", _("every month, on the same weekday (as the second Tuesday)")
    MONTHLY_LAST_WEEKDAY = "monthly_last_weekday", _("every month, on its last such weekday (as the last Friday)")


@dataclass(frozen=True)
class Recurrence:
    """How an event repeats. ``until`` (a day, itself included) or ``count`` ends it; without both it is one day."""

    first: datetime.date
    repeat: Repeat
    every: int = 1
    #: For WEEKLY: the days of the week, as in ``WEEKDAYS``; empty means that of ``first``.
    weekdays: tuple[str, ...] = ()
    until: datetime.date | None = None
    count: int | None = None
    exceptions: frozenset[datetime.date] = frozenset()

    @property
    def repeats(self) -> bool:
        return bool(self.repeat) and (self.until is not None or self.count is not None)

    def parts(self) -> dict[str, str | int | list[str]]:
        """The parts of the ``RRULE`` but its end; empty if there is none."""
        if not self.repeats:
            return {}
        return {**self._days_of_rule(), "INTERVAL": self.every}

    def _days_of_rule(self) -> dict[str, str | int | list[str]]:
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

    def rule_days(self, limit: int = MAX_TIMES) -> list[datetime.date]:
        """The first ``limit`` days that the rule gives, exceptions among them."""
        if not self.repeats:
            return [self.first]
        text = ";".join(
            f"{name}={','.join(value) if isinstance(value, list) else value}" for name, value in self.parts().items()
        )
        end = {"until": _midnight(self.until)} if self.until else {"count": self.count}
        rule = rrule.rrulestr(text, dtstart=_midnight(self.first)).replace(**end)
        return [moment.date() for moment in islice(rule, limit)]

    def days(self) -> list[datetime.date]:
        """The days on which the event begins."""
        if not self.repeats:  # days left out of an earlier rule say nothing
            return [self.first]
        return [day for day in self.rule_days() if day not in self.exceptions]


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time.min)


def parse_weekdays(text: str) -> tuple[str, ...]:
    """``"MO,WE"`` → ``("MO", "WE")``, in the order of the week; what is no weekday is left out."""
    chosen: Collection[str] = text.split(",")
    return tuple(day for day in WEEKDAYS if day in chosen)
