"""Bounds of the years that dates may have: those outside are typing errors."""

import datetime

from django.utils.translation import gettext as _

#: Events, notices and the dates of a search.
FIRST_YEAR, LAST_YEAR = 1900, 2199
FIRST_DAY, LAST_DAY = datetime.date(FIRST_YEAR, 1, 1), datetime.date(LAST_YEAR, 12, 31)
#: Dates of publication, scheduled or imported: no Vietnamese portal is older than this.
FIRST_YEAR_ONLINE = 1990
#: The archive. An imported article may have any date; the year after the last must be one that Python has.
LAST_YEAR_OF_ARCHIVE = datetime.MAXYEAR - 1


def year_error(first_year: int = FIRST_YEAR) -> str:
    """Return the error message for a year out of bounds."""
    return _("Enter a year between %(first)s and %(last)s.") % {"first": first_year, "last": LAST_YEAR}
