"""The ranking of the pages read most in the last seven days, which is made anew on the hour.

See docs/decisions/074-most-read.md.
"""

from datetime import datetime, timedelta

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from .models import RankedPage, Ranking

DAYS = 7
#: Pages in the ranking: lists of sections need more than that of the home page.
MAX_PAGES = 2_000
_FILL = (
    "INSERT INTO readership_rankedpage (page_id, views) SELECT page_id, SUM(count) AS total "
    "FROM readership_dailyviews WHERE day > %s GROUP BY page_id ORDER BY total DESC, page_id DESC LIMIT %s"
)

#: The hour for which this process has seen the ranking.
_seen_hour: datetime | None = None


def get_hour() -> datetime:
    """Return the beginning of the current hour."""
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def get_next_change() -> datetime:
    """Return when the ranking changes next."""
    return get_hour() + timedelta(hours=1)


def update_ranking() -> None:
    """Make the ranking of this hour, unless another process has. Without a query if this process knows that it is made.

    While the database cannot be written, the ranking of an earlier hour remains.
    """
    global _seen_hour
    hour = get_hour()
    if _seen_hour == hour:
        return
    try:
        with transaction.atomic():
            if Ranking.objects.filter(hour__lt=hour).update(hour=hour):  # others wait here, and find it made
                fill_ranking()
        _seen_hour = hour
    except DatabaseError:
        return


def fill_ranking() -> None:
    """Count the views of the last days."""
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    RankedPage.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(_FILL, [today - timedelta(days=DAYS), MAX_PAGES])


def forget_hour() -> None:
    """Let the next list look again whether the ranking is made: for tests."""
    global _seen_hour
    _seen_hour = None
