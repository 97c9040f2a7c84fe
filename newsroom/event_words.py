"""When an event takes place and how it repeats, in the words of the active language."""

import datetime
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from newsroom.event_dates import Times, recurrence_of
from newsroom.recurrence import WEEKDAYS, Recurrence, Repeat, parse_weekdays

if TYPE_CHECKING:
    from newsroom.models import EventPage

#: Monday first. Written out, as an invitation does: “Thứ Hai”, where Django's own catalogue has “Thứ 2”.
DAY_NAMES = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
#: As in “the second Tuesday of the month”.
ORDINALS = (
    pgettext_lazy("weekday of a month", "first"),
    pgettext_lazy("weekday of a month", "second"),
    pgettext_lazy("weekday of a month", "third"),
    pgettext_lazy("weekday of a month", "fourth"),
    pgettext_lazy("weekday of a month", "fifth"),
)
#: More left-out days than these are no longer read.
MOST_EXCEPTIONS = 8


def day_name(day: datetime.date) -> str:
    return str(DAY_NAMES[day.weekday()])


def day_words(day: datetime.date) -> str:
    """“Thứ Hai, 24/11/2026”."""
    return _("%(weekday)s, %(date)s") % {"weekday": day_name(day), "date": short_date(day)}


def short_date(day: datetime.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def time_words(time: datetime.datetime) -> str:
    """“7:30”."""
    return date_format(time, "G:i")


def when(times: Times, *, all_day: bool) -> str:
    """“Thứ Hai, 24/11/2026, 7:30 – 11:00”."""
    first = day_words(times.first_day)
    several = times.last_day > times.first_day
    if all_day:
        if several:
            return f"{first} – {day_words(times.last_day)}"
        return _("%(day)s, all day") % {"day": first}
    first = f"{first}, {time_words(times.starts_at)}"
    if times.ends_at is None:
        return f"{first} – {day_words(times.last_day)}" if several else first
    # What ends at midnight ends at 24:00 of the evening before.
    end = time_words(times.ends_at) if times.ends_at.date() == times.last_day else "24:00"
    return f"{first} – {day_words(times.last_day)}, {end}" if several else f"{first} – {end}"


def repeats(event: "EventPage") -> str:
    """“Hằng tuần vào Thứ Hai, Thứ Tư, đến 30/12/2026, trừ ngày 24/11/2026”; empty if it takes place once."""
    rule = recurrence_of(event)
    if not rule.repeats:
        return ""
    parts = [rule_words(rule)]
    if rule.until:
        parts.append(_("until %(date)s") % {"date": short_date(rule.until)})
    else:
        parts.append(_("%(count)s times in all") % {"count": rule.count})
    if rule.exceptions:
        days = [short_date(day) for day in sorted(rule.exceptions)]
        more = "…" if len(days) > MOST_EXCEPTIONS else ""
        parts.append(_("except on %(days)s") % {"days": ", ".join(days[:MOST_EXCEPTIONS]) + more})
    return ", ".join(parts)


def short_rule(event: "EventPage") -> str:
    """The rule alone, from the event's own fields."""
    if not event.repeat or event.start_date is None:
        return ""
    return rule_words(
        Recurrence(
            first=event.start_date,
            repeat=Repeat(event.repeat),
            every=event.repeat_every or 1,
            weekdays=parse_weekdays(event.repeat_weekdays),
        )
    )


def rule_words(rule: Recurrence) -> str:
    """The rule alone: “Hằng tuần vào Thứ Hai, Thứ Tư”."""
    first = rule.first
    words = {
        "count": rule.every,
        "days": ", ".join(str(DAY_NAMES[WEEKDAYS.index(day)]) for day in rule.weekdays) or day_name(first),
        "number": first.day,
        "ordinal": ORDINALS[(first.day - 1) // 7],
        "weekday": day_name(first),
    }
    once = rule.every == 1  # a sentence of its own: Vietnamese has no plural to hang it on
    match rule.repeat:
        case Repeat.DAILY:
            text = _("Every day") if once else _("Every %(count)s days")
        case Repeat.WEEKLY:
            text = _("Every week on %(days)s") if once else _("Every %(count)s weeks on %(days)s")
        case Repeat.MONTHLY_BY_DATE:
            text = _("Every month on day %(number)s") if once else _("Every %(count)s months on day %(number)s")
        case Repeat.MONTHLY_LAST_DAY:
            text = _("Every month on its last day") if once else _("Every %(count)s months on the last day")
        case Repeat.MONTHLY_BY_WEEKDAY:
            every_month = _("Every month on the %(ordinal)s %(weekday)s")
            text = every_month if once else _("Every %(count)s months on the %(ordinal)s %(weekday)s")
        case _last:
            every_month = _("Every month on the last %(weekday)s")
            text = every_month if once else _("Every %(count)s months on the last %(weekday)s")
    return text % words
