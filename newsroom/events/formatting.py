"""Format occurrences and recurrence rules of events in the active language."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from .recurrence import WEEKDAYS, Recurrence, Repeat
from .schedule import Occurrence

#: Monday first. With our own translations, spelled out (“Thứ Hai”): Django's catalogue has “Thứ 2”.
WEEKDAY_NAMES = (
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
#: The list of exceptions is cut after this many.
MAX_LISTED_EXCEPTIONS = 8


def format_weekday(day: datetime.date) -> str:
    return str(WEEKDAY_NAMES[day.weekday()])


def format_day(day: datetime.date) -> str:
    """“Thứ Hai, 24/11/2026”."""
    return _("%(weekday)s, %(date)s") % {"weekday": format_weekday(day), "date": format_short_date(day)}


def format_short_date(day: datetime.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def format_time(time: datetime.datetime) -> str:
    """“7:30”."""
    return date_format(time, "G:i")


def format_occurrence(occurrence: Occurrence, *, all_day: bool) -> str:
    """“Thứ Hai, 24/11/2026, 7:30 – 11:00”."""
    first = format_day(occurrence.first_day)
    several = occurrence.last_day > occurrence.first_day
    if all_day:
        if several:
            return f"{first} – {format_day(occurrence.last_day)}"
        return _("%(day)s, all day") % {"day": first}
    first = f"{first}, {format_time(occurrence.starts_at)}"
    if occurrence.ends_at is None:
        return f"{first} – {format_day(occurrence.last_day)}" if several else first
    # An end at midnight is shown as 24:00 of the day before.
    end = format_time(occurrence.ends_at) if occurrence.ends_at.date() == occurrence.last_day else "24:00"
    return f"{first} – {format_day(occurrence.last_day)}, {end}" if several else f"{first} – {end}"


def format_recurrence(rule: Recurrence | None) -> str:
    """“Hằng tuần vào Thứ Hai, Thứ Tư, đến 30/12/2026, trừ ngày 24/11/2026”; empty if it takes place once."""
    if rule is None or not rule.is_recurring:
        return ""
    parts = [format_rule(rule)]
    if rule.until:
        parts.append(_("until %(date)s") % {"date": format_short_date(rule.until)})
    else:
        parts.append(_("%(count)s times in total") % {"count": rule.count})
    if rule.exceptions:
        days = [format_short_date(day) for day in sorted(rule.exceptions)]
        more = "…" if len(days) > MAX_LISTED_EXCEPTIONS else ""
        parts.append(_("except on %(days)s") % {"days": ", ".join(days[:MAX_LISTED_EXCEPTIONS]) + more})
    return ", ".join(parts)


def format_rule(rule: Recurrence) -> str:
    """Format the rule without its end and exceptions: “Hằng tuần vào Thứ Hai, Thứ Tư”."""
    first = rule.first
    parameters = {
        "count": rule.every,
        "days": ", ".join(str(WEEKDAY_NAMES[WEEKDAYS.index(day)]) for day in rule.weekdays) or format_weekday(first),
        "number": first.day,
        "ordinal": ORDINALS[(first.day - 1) // 7],
        "weekday": format_weekday(first),
    }
    is_every_period = rule.every == 1  # a separate message instead of ngettext, because Vietnamese has no plural forms
    match rule.repeat:
        case Repeat.DAILY:
            text = _("Every day") if is_every_period else _("Every %(count)s days")
        case Repeat.WEEKLY:
            text = _("Every week on %(days)s") if is_every_period else _("Every %(count)s weeks on %(days)s")
        case Repeat.MONTHLY_BY_DATE:
            text = (
                _("Every month on day %(number)s") if is_every_period else _("Every %(count)s months on day %(number)s")
            )
        case Repeat.MONTHLY_LAST_DAY:
            text = _("Every month on its last day") if is_every_period else _("Every %(count)s months on the last day")
        case Repeat.MONTHLY_BY_WEEKDAY:
            every_month = _("Every month on the %(ordinal)s %(weekday)s")
            text = every_month if is_every_period else _("Every %(count)s months on the %(ordinal)s %(weekday)s")
        case _last:
            every_month = _("Every month on the last %(weekday)s")
            text = every_month if is_every_period else _("Every %(count)s months on the last %(weekday)s")
    return text % parameters
