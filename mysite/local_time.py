"""Days and times in the portal's time zone, whichever zone is active: the admin activates the editor's own."""

import datetime

from django.utils import timezone


def local_datetime(day: datetime.date, time: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, time), timezone.get_default_timezone())


def local_midnight(day: datetime.date) -> datetime.datetime:
    """The moment at which ``day`` begins."""
    return local_datetime(day, datetime.time.min)


def get_night(moment: datetime.datetime | None = None) -> datetime.date:
    """Return the date of the latest night before ``moment`` (now), which begins at three o'clock."""
    earlier = (moment or timezone.now()) - datetime.timedelta(hours=3)
    return timezone.localdate(earlier, timezone.get_default_timezone())
